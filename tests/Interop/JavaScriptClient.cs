namespace Ledger.Tests.Interop;

/// <summary>Node.js with @grpc/grpc-js; the .proto files are loaded as they are.</summary>
internal sealed class JavaScriptClient : InteropClient
{
    private const string Environment = "/usr/bin/env";

    public override string Name => "javascript";

    protected override IReadOnlyList<string> Command => [Environment, "node", Path.Combine(Folder, "client.js")];

    protected override Task DemandAsync()
        => DemandAsync(
            "nodejs and the packages of tests/Interop/javascript",
            Environment,
            "node",
            "-e",
            $"require(require.resolve('@grpc/grpc-js', {{ paths: ['{Folder}'] }}))");
}
