using Ledger.Client;
using Ledger.Client.V1;

namespace Ledger.Node.Rpc;

/// <summary>Which gRPC status, under which name, a refused transaction gets.</summary>
public static class AdmissionStatus
{
    /// <summary>The error that answers a refused submission; a broken call for the two that are not refusals.</summary>
    public static RpcException Refusal(Admission admission, string why)
        => new(StatusOf(admission), $"{NameOf(admission)}: {why}");

    /// <summary>The error that answers a question for a transaction this node has never seen.</summary>
    public static RpcException UnknownTransaction()
        => new(GrpcStatus.NotFound, "UNKNOWN_TRANSACTION: this node has not seen the transaction");

    private static GrpcStatus StatusOf(Admission admission) => admission switch
    {
        Admission.Malformed or Admission.BadSignature or Admission.WrongChain => GrpcStatus.InvalidArgument,
        Admission.UnknownIssuer => GrpcStatus.PermissionDenied,
        Admission.Expired or Admission.ValidityTooLong => GrpcStatus.FailedPrecondition,
        Admission.PoolFull => GrpcStatus.ResourceExhausted,
        Admission.NotReady => GrpcStatus.Unavailable,
        _ => throw new ArgumentOutOfRangeException(nameof(admission), admission, "Not a refusal."),
    };

    private static string NameOf(Admission admission) => admission switch
    {
        Admission.Malformed => "MALFORMED",
        Admission.BadSignature => "BAD_SIGNATURE",
        Admission.WrongChain => "WRONG_CHAIN",
        Admission.UnknownIssuer => "UNKNOWN_ISSUER",
        Admission.Expired => "EXPIRED",
        Admission.ValidityTooLong => "VALIDITY_TOO_LONG",
        Admission.PoolFull => "POOL_FULL",
        _ => "NOT_READY",
    };
}
