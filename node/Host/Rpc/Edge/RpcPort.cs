namespace Ledger.Node.Rpc.Edge;

/// <summary>Which of the two ports a connection came to.</summary>
internal enum RpcPort
{
    Grpc,
    Json,
}
