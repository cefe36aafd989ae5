using Google.Protobuf;
using Ledger.Node.Rpc.Edge;

namespace Ledger.Node.Rpc.Grpc;

/// <summary>One request, any number of responses, each sent as it comes and no faster than the client reads.</summary>
internal sealed class ServerStreamingMethod<TRequest, TResponse>(
    MessageParser<TRequest> parser, Func<TRequest, CancellationToken, IAsyncEnumerable<TResponse>> handler) : GrpcMethod
    where TRequest : class, IMessage<TRequest>
    where TResponse : class, IMessage<TResponse>
{
    public override CallKind Kind => CallKind.Watch;

    public override async Task ServeAsync(GrpcCall call)
    {
        TRequest request = await call.ReadSingleAsync(parser);
        IAsyncEnumerable<TResponse> responses = handler(request, call.Cancellation);

        // Headers go out at once, so that a client knows its stream is open before the first event.
        await call.FlushAsync();
        await foreach (TResponse response in responses.WithCancellation(call.Cancellation))
        {
            call.Write(response);
            await call.FlushAsync();
        }

        call.Succeed();
    }
}
