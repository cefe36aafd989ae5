namespace Ledger.Tests.Interop;

/// <summary>curl and the shell, which speak JSON.</summary>
internal sealed class CurlClient : InteropClient
{
    public override string Name => "curl";

    public override IReadOnlyList<string> Facts => Interop.Facts.OfEveryClient;

    protected override IReadOnlyList<string> Command => [Path.Combine(Folder, "client")];

    public override T Port<T>(T grpc, T json) => json;

    protected override Task DemandAsync() => DemandAsync("curl", "/usr/bin/env", "curl", "--version");
}
