namespace Ledger.Client.Errors;

/// <summary>What is said of transactions.</summary>
public static partial class ErrorCatalogue
{
    private static TimeSpan Soon => TimeSpan.FromSeconds(1);

    private static IEnumerable<ErrorEntry> OfTransactions =>
    [
        new(ErrorCode.Malformed, "MALFORMED", GrpcStatus.InvalidArgument, 400,
            "The bytes are not the canonical form of what they should be.", "字节不是规范编码。",
            "Encode it as the protocol says; the detail names the first fault.", "请按协议编码；detail 给出第一处错误。"),
        new(ErrorCode.BadSignature, "BAD_SIGNATURE", GrpcStatus.InvalidArgument, 400,
            "The signature is not the issuer's.", "签名与签发人登记的公钥不符。",
            "Sign with the key that is registered for the issuer.", "请使用该签发人登记的密钥签名。"),
        new(ErrorCode.WrongChain, "WRONG_CHAIN", GrpcStatus.InvalidArgument, 400,
            "The transaction names another chain.", "交易属于另一条链。",
            "Sign it for the chain id that this node's status gives.", "请按本节点状态中的链标识重新签名。"),
        new(ErrorCode.UnknownIssuer, "UNKNOWN_ISSUER", GrpcStatus.PermissionDenied, 403,
            "No issuer is registered under this index.", "该签发人未登记。",
            "Have the issuer registered, or name the index it is registered under.", "请先登记签发人，或改用已登记的编号。"),
        new(ErrorCode.Expired, "EXPIRED", GrpcStatus.FailedPrecondition, 400,
            "The valid-until height has passed.", "交易的有效高度已过。",
            "Sign it again with a later valid-until height.", "请以更大的有效高度重新签名。"),
        new(ErrorCode.ValidityTooLong, "VALIDITY_TOO_LONG", GrpcStatus.FailedPrecondition, 400,
            "The valid-until height is further ahead than the chain allows.", "交易的有效高度超出本链允许的范围。",
            "Sign it again with a nearer valid-until height.", "请以更近的有效高度重新签名。"),
        new(ErrorCode.PoolFull, "POOL_FULL", GrpcStatus.ResourceExhausted, 429,
            "The node holds as many transactions as it may.", "节点的待处理交易池已满。",
            "Submit it again later or to another validator.", "请稍后重试，或提交给其他验证节点。", Soon),
        new(ErrorCode.NotReady, "NOT_READY", GrpcStatus.Unavailable, 503,
            "The node is starting, catching up or stopping.", "节点正在启动、追赶或停止。",
            "Submit it again later or to another validator.", "请稍后重试，或提交给其他验证节点。", Soon),
        new(ErrorCode.UnknownTransaction, "UNKNOWN_TRANSACTION", GrpcStatus.NotFound, 404,
            "This node has not seen the transaction.", "本节点未见过该交易。",
            "Submit the same bytes again: that never anchors twice.", "请重新提交相同的字节：不会重复存证。"),
        new(ErrorCode.NotEnactable, "NOT_ENACTABLE", GrpcStatus.FailedPrecondition, 400,
            "As the chain stands, this would change nothing: it is stale, unapproved, or out of turn.",
            "按链的当前状态，该操作不会生效：已过时、未获足够批准，或不合时序。",
            "Look at the chain's configuration as it is now, and have the change signed for it.", "请查看链的当前配置，并据此重新签署变更。"),
        new(ErrorCode.NotInForce, "NOT_IN_FORCE", GrpcStatus.FailedPrecondition, 400,
            "The protocol version in force on this chain does not have what this asks for.", "链上现行的协议版本不支持该操作。",
            "Raise the protocol version first: ledger governance propose --protocol-version N; status shows both versions.",
            "请先升级协议版本：ledger governance propose --protocol-version N；status 会显示现行版本与程序版本。"),
        new(ErrorCode.RetiredIssuer, "RETIRED_ISSUER", GrpcStatus.PermissionDenied, 403,
            "The issuer was retired by the chain's operators and anchors nothing more.", "该发行方已被链的运营方停用，不能再存证。",
            "Anchor under another issuer; what was anchored before stays proven.", "请以其他发行方存证；此前的存证仍然有效。"),
        new(ErrorCode.StatusConflict, "STATUS_CONFLICT", GrpcStatus.FailedPrecondition, 400,
            "The status of a commitment does not allow the change: it is final, suspended already, or not suspended.",
            "某个存证的当前状态不允许该变更：已是最终状态、已中止，或未处于中止状态。",
            "Ask for the commitment's status, and leave it out; all changes of a transaction count, or none.",
            "请先查询该存证的状态，并从交易中去掉它；一笔交易中的变更要么全部生效，要么全部不生效。"),
        new(ErrorCode.Following, "FOLLOWING", GrpcStatus.FailedPrecondition, 400,
            "This node follows and does not take submissions: ask a validator.", "本节点仅跟随链，不接受提交：请联系验证节点。",
            "Submit it to a validator that votes; status says mode VOTING there.", "请提交给参与投票的验证节点（其状态 mode 为 VOTING）。"),
    ];
}
