namespace Ledger.Node.Rpc.Grpc;

/// <summary>One method of a service: reads its requests from a call and writes its responses to it.</summary>
/// <remarks>
/// The two shapes served are <see cref="UnaryMethod{TRequest,TResponse}"/> and
/// <see cref="ServerStreamingMethod{TRequest,TResponse}"/>. Client streaming and bidirectional streaming would be two
/// more classes here, over <see cref="GrpcRequestReader.ReadAsync"/>, and one bind method each in
/// <see cref="GrpcService"/>.
/// </remarks>
internal abstract class GrpcMethod
{
    /// <summary>Whether the call may last as long as its client likes.</summary>
    public abstract bool IsStreaming { get; }

    /// <summary>Serves one call up to its OK; any other end is an exception.</summary>
    public abstract Task ServeAsync(GrpcCall call);
}
