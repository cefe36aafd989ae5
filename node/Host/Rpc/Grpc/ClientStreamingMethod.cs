using Google.Protobuf;
using Ledger.Node.Rpc.Edge;

namespace Ledger.Node.Rpc.Grpc;

/// <summary>Any number of requests, taken no faster than the handler asks for them; one response at their end.</summary>
internal sealed class ClientStreamingMethod<TRequest, TResponse>(
    MessageParser<TRequest> parser, Func<IAsyncEnumerable<TRequest>, CallScope, Task<TResponse>> handler) : GrpcMethod
    where TRequest : class, IMessage<TRequest>
    where TResponse : class, IMessage<TResponse>
{
    public override CallKind Kind => CallKind.Submit;

    public override async Task ServeAsync(GrpcCall call)
    {
        call.AllowPauses();
        call.Write(await handler(call.ReadAllAsync(parser), call.Scope));
        call.Succeed();
    }
}
