using Ledger.Client.Errors;
using Ledger.Client.V1;

namespace Ledger.Node.Rpc;

/// <summary>Which entry of the catalogue a refused transaction gets.</summary>
public static class AdmissionStatus
{
    /// <summary>The error that answers a refused submission; a broken call for the two that are not refusals.</summary>
    public static RpcException Refusal(Admission admission, string why) => new(CodeOf(admission), why);

    /// <summary>The error that answers a question for a transaction this node has never seen.</summary>
    public static RpcException UnknownTransaction()
        => new(ErrorCode.UnknownTransaction, "this node has not seen the transaction");

    private static ErrorCode CodeOf(Admission admission) => admission switch
    {
        Admission.Malformed => ErrorCode.Malformed,
        Admission.BadSignature => ErrorCode.BadSignature,
        Admission.WrongChain => ErrorCode.WrongChain,
        Admission.UnknownIssuer => ErrorCode.UnknownIssuer,
        Admission.RetiredIssuer => ErrorCode.RetiredIssuer,
        Admission.NotEnactable => ErrorCode.NotEnactable,
        Admission.NotInForce => ErrorCode.NotInForce,
        Admission.StatusConflict => ErrorCode.StatusConflict,
        Admission.Expired => ErrorCode.Expired,
        Admission.ValidityTooLong => ErrorCode.ValidityTooLong,
        Admission.PoolFull => ErrorCode.PoolFull,
        Admission.NotReady => ErrorCode.NotReady,
        Admission.Following => ErrorCode.Following,
        _ => throw new ArgumentOutOfRangeException(nameof(admission), admission, "Not a refusal."),
    };
}
