using Ledger.Node.Rpc.Edge;

namespace Ledger.Node.Rpc.Grpc;

/// <summary>One method of a service: reads its requests from a call and writes its responses to it.</summary>
/// <remarks>
/// The four shapes of gRPC: <see cref="UnaryMethod{TRequest,TResponse}"/>,
/// <see cref="ServerStreamingMethod{TRequest,TResponse}"/>, <see cref="ClientStreamingMethod{TRequest,TResponse}"/> and
/// <see cref="DuplexStreamingMethod{TRequest,TResponse}"/>.
/// </remarks>
internal abstract class GrpcMethod
{
    /// <summary>Which of the limits it counts for.</summary>
    public abstract CallKind Kind { get; }

    /// <summary>Serves one call up to its OK; any other end is an exception.</summary>
    public abstract Task ServeAsync(GrpcCall call);
}
