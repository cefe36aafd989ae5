namespace Ledger.Tests.Interop;

/// <summary>Debian's Python with its grpcio; stubs are made at each start.</summary>
internal sealed class PythonClient : InteropClient
{
    // The system's own: another one on the PATH has none of Debian's modules.
    private const string Python = "/usr/bin/python3";

    public override string Name => "python";

    protected override IReadOnlyList<string> Command => [Python, Path.Combine(Folder, "client.py")];

    protected override Task DemandAsync()
        => DemandAsync("python3-grpcio and python3-grpc-tools", Python, "-c", "import grpc, grpc_tools");
}
