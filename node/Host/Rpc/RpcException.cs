using Ledger.Client;
using Ledger.Client.Wire;

namespace Ledger.Node.Rpc;

/// <summary>Ends a call with a status that its caller is told.</summary>
/// <remarks>The message is public. A refusal's starts with its stable name: <c>BAD_SIGNATURE: why</c>.</remarks>
public sealed class RpcException(GrpcStatus status, string message) : Exception(message)
{
    public GrpcStatus Status { get; } = status;

    /// <summary>The stable name the message starts with, else the name of the status.</summary>
    public string Code => StableCode.Of(Message) ?? Status.Name();
}
