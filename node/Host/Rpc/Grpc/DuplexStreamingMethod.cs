using Google.Protobuf;
using Ledger.Node.Rpc.Edge;

namespace Ledger.Node.Rpc.Grpc;

/// <summary>Requests and responses in both directions at once, neither faster than its receiver takes them.</summary>
/// <remarks>The handler decides how many requests it takes before it answers the first.</remarks>
internal sealed class DuplexStreamingMethod<TRequest, TResponse>(
    MessageParser<TRequest> parser, Func<IAsyncEnumerable<TRequest>, CallScope, IAsyncEnumerable<TResponse>> handler)
    : GrpcMethod
    where TRequest : class, IMessage<TRequest>
    where TResponse : class, IMessage<TResponse>
{
    public override CallKind Kind => CallKind.Submit;

    public override async Task ServeAsync(GrpcCall call)
    {
        call.AllowPauses();

        // Headers go out at once: some clients send nothing before they have seen them.
        await call.FlushAsync();
        await foreach (TResponse response in handler(call.ReadAllAsync(parser), call.Scope))
        {
            call.Write(response);
            await call.FlushAsync();
        }

        call.Succeed();
    }
}
