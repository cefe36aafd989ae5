using Google.Protobuf;
using Google.Protobuf.Reflection;

namespace Ledger.Node.Rpc.Grpc;

/// <summary>A service as its descriptor has it, with a typed handler bound to each method.</summary>
/// <remarks>
/// A handler that does not fit the descriptor, or a method left without one, is a programming error found when the
/// server is built.
/// </remarks>
/// <param name="servedAs">The name it is served under when that is not the descriptor's.</param>
internal sealed class GrpcService(ServiceDescriptor descriptor, string? servedAs = null)
{
    private readonly Dictionary<string, GrpcMethod> _methods = [];

    public GrpcService Unary<TRequest, TResponse>(
        string name, Func<TRequest, CancellationToken, Task<TResponse>> handler)
        where TRequest : class, IMessage<TRequest>
        where TResponse : class, IMessage<TResponse>
    {
        MethodDescriptor method = Find<TRequest, TResponse>(name, clientStreaming: false, serverStreaming: false);
        return Bind(method, new UnaryMethod<TRequest, TResponse>(ParserOf<TRequest>(method), handler));
    }

    public GrpcService ServerStreaming<TRequest, TResponse>(
        string name, Func<TRequest, CancellationToken, IAsyncEnumerable<TResponse>> handler)
        where TRequest : class, IMessage<TRequest>
        where TResponse : class, IMessage<TResponse>
    {
        MethodDescriptor method = Find<TRequest, TResponse>(name, clientStreaming: false, serverStreaming: true);
        return Bind(method, new ServerStreamingMethod<TRequest, TResponse>(ParserOf<TRequest>(method), handler));
    }

    /// <summary>The same for callers of this machine only.</summary>
    public GrpcService LocalServerStreaming<TRequest, TResponse>(
        string name, Func<TRequest, CancellationToken, IAsyncEnumerable<TResponse>> handler)
        where TRequest : class, IMessage<TRequest>
        where TResponse : class, IMessage<TResponse>
    {
        MethodDescriptor method = Find<TRequest, TResponse>(name, clientStreaming: false, serverStreaming: true);
        return Bind(method, new LocalMethod(new ServerStreamingMethod<TRequest, TResponse>(ParserOf<TRequest>(method), handler)));
    }

    public GrpcService ClientStreaming<TRequest, TResponse>(
        string name, Func<IAsyncEnumerable<TRequest>, CallScope, Task<TResponse>> handler)
        where TRequest : class, IMessage<TRequest>
        where TResponse : class, IMessage<TResponse>
    {
        MethodDescriptor method = Find<TRequest, TResponse>(name, clientStreaming: true, serverStreaming: false);
        return Bind(method, new ClientStreamingMethod<TRequest, TResponse>(ParserOf<TRequest>(method), handler));
    }

    public GrpcService DuplexStreaming<TRequest, TResponse>(
        string name, Func<IAsyncEnumerable<TRequest>, CallScope, IAsyncEnumerable<TResponse>> handler)
        where TRequest : class, IMessage<TRequest>
        where TResponse : class, IMessage<TResponse>
    {
        MethodDescriptor method = Find<TRequest, TResponse>(name, clientStreaming: true, serverStreaming: true);
        return Bind(method, new DuplexStreamingMethod<TRequest, TResponse>(ParserOf<TRequest>(method), handler));
    }

    /// <summary>Every method under its path, <c>/package.Service/Method</c>.</summary>
    public IReadOnlyDictionary<string, GrpcMethod> Methods()
    {
        foreach (MethodDescriptor method in descriptor.Methods)
        {
            if (!_methods.ContainsKey(PathOf(method)))
            {
                throw new InvalidOperationException($"{method.FullName} has no handler.");
            }
        }

        return _methods;
    }

    private MethodDescriptor Find<TRequest, TResponse>(string name, bool clientStreaming, bool serverStreaming)
    {
        MethodDescriptor? method = descriptor.FindMethodByName(name);
        bool fits = method is not null
            && method.IsClientStreaming == clientStreaming
            && method.IsServerStreaming == serverStreaming
            && method.InputType.ClrType == typeof(TRequest)
            && method.OutputType.ClrType == typeof(TResponse);
        return fits
            ? method!
            : throw new InvalidOperationException($"{descriptor.FullName} has no such method {name}.");
    }

    private GrpcService Bind(MethodDescriptor method, GrpcMethod served)
    {
        _methods.Add(PathOf(method), served);
        return this;
    }

    private static MessageParser<T> ParserOf<T>(MethodDescriptor method)
        where T : class, IMessage<T>
        => (MessageParser<T>)method.InputType.Parser;

    private string PathOf(MethodDescriptor method) => $"/{servedAs ?? method.Service.FullName}/{method.Name}";
}
