using Google.Protobuf;
using Ledger.Node.Rpc.Edge;

namespace Ledger.Node.Rpc.Grpc;

/// <summary>One request, one response.</summary>
internal sealed class UnaryMethod<TRequest, TResponse>(
    MessageParser<TRequest> parser, Func<TRequest, CancellationToken, Task<TResponse>> handler) : GrpcMethod
    where TRequest : class, IMessage<TRequest>
    where TResponse : class, IMessage<TResponse>
{
    public override CallKind Kind => CallKind.Unary;

    public override async Task ServeAsync(GrpcCall call)
    {
        TRequest request = await call.ReadSingleAsync(parser);
        call.Write(await call.AnswerAsync(handler(request, call.Cancellation)));
        call.Succeed();
    }
}
