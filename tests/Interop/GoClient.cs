namespace Ledger.Tests.Interop;

/// <summary>Debian's Go and its grpc-go; stubs and program are built once a run of the tests.</summary>
internal sealed class GoClient : InteropClient
{
    private static readonly string Built = Path.Combine(Sources.Interop, "obj", "go");

    public override string Name => "go";

    protected override IReadOnlyList<string> Command => [Path.Combine(Built, "client")];

    protected override Task DemandAsync()
        => DemandAsync(
            "golang-go, golang-google-grpc-dev, golang-google-protobuf-dev, protoc-gen-go and protoc-gen-go-grpc",
            Path.Combine(Folder, "build"),
            Sources.Protos,
            Built);
}
