using Ledger.Client.Errors;
using Ledger.Node.Rpc.Edge;

namespace Ledger.Node.Rpc.Grpc;

/// <summary>A method that is served to callers of this machine only.</summary>
internal sealed class LocalMethod(GrpcMethod inner) : GrpcMethod
{
    public override CallKind Kind => inner.Kind;

    public override Task ServeAsync(GrpcCall call)
        => call.IsLocal
            ? inner.ServeAsync(call)
            : throw new RpcException(ErrorCode.NotOperator, "this call is taken from the node's own machine only");
}
