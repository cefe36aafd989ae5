using Ledger.Client;

namespace Ledger.Node.Commands;

/// <summary>A verdict as a stable word, as a sentence, and as an exit code.</summary>
internal static class VerdictWords
{
    private static readonly Dictionary<Verdict, (string Word, ExitCode Code, string English, string Chinese)> Table = new()
    {
        [Verdict.Valid] = ("VALID", ExitCode.Ok,
            "the file is the one that was anchored", "有效：文件与链上存证一致，未被改动"),
        [Verdict.WrongChain] = ("WRONG_CHAIN", ExitCode.Invalid,
            "the receipt is of another chain than the genesis", "链不符：回执不属于该创世文件所定义的链"),
        [Verdict.UnknownEpoch] = ("UNKNOWN_EPOCH", ExitCode.Invalid,
            "the validator set has changed since the genesis: give the set changes up to this epoch (--epochs)",
            "届次未知：创世之后验证节点集合已变更，请提供截至该届次的变更文件（--epochs）"),
        [Verdict.InvalidReceipt] = ("INVALID_RECEIPT", ExitCode.Invalid,
            "the receipt proves nothing", "回执无效：回执未通过验证，不能证明任何内容"),
        [Verdict.InvalidEnvelope] = ("INVALID_ENVELOPE", ExitCode.Invalid,
            "the envelope is damaged or was edited", "随附文件无效：已损坏或被修改"),
        [Verdict.Tampered] = ("TAMPERED", ExitCode.Invalid,
            "the file is not the one that was anchored", "已被篡改：文件与存证时的内容不一致"),
        [Verdict.InvalidStatus] = ("INVALID_STATUS", ExitCode.Invalid,
            "the status proof proves nothing, or is dated in the future", "状态证明无效：未通过验证，或其时间在未来"),
        [Verdict.Revoked] = ("REVOKED", ExitCode.Revoked,
            "the file is unchanged, but its issuer has revoked it", "已撤销：文件未被改动，但签发人已将其撤销"),
        [Verdict.Superseded] = ("SUPERSEDED", ExitCode.Revoked,
            "the file is unchanged, but its issuer has put another in its place", "已被取代：文件未被改动，但签发人已以另一份文件取代"),
        [Verdict.Suspended] = ("SUSPENDED", ExitCode.Revoked,
            "the file is unchanged, but its issuer has suspended it", "已中止：文件未被改动，但签发人已中止其效力"),
        [Verdict.StaleStatus] = ("STALE_STATUS", ExitCode.Stale,
            "the file is unchanged, but no fresh proof says that it still counts: ledger refresh brings one",
            "状态过旧：文件未被改动，但没有足够新的状态证明，请用 ledger refresh 更新"),
        [Verdict.NotYetValid] = ("NOT_YET_VALID", ExitCode.OutsideValidity,
            "the file is unchanged, but not valid yet", "尚未生效：文件未被改动，但有效期尚未开始"),
        [Verdict.Expired] = ("EXPIRED", ExitCode.OutsideValidity,
            "the file is unchanged, but no longer valid", "已过期：文件未被改动，但有效期已结束"),
        [Verdict.NotFound] = ("NOT_FOUND", ExitCode.NotFound,
            "the node knows no such anchor", "未找到：该节点上没有此存证"),
        [Verdict.NoEnvelope] = ("NO_ENVELOPE", ExitCode.File,
            "no envelope is beside the file", "缺少随附文件：文件旁没有信封"),
        [Verdict.NoDocument] = ("NO_DOCUMENT", ExitCode.File,
            "the envelope's file is not beside it", "缺少文件：信封旁没有对应的文件"),
        [Verdict.Unreadable] = ("UNREADABLE", ExitCode.File,
            "the system does not let it be read", "无法读取：系统不允许读取该文件"),
    };

    /// <summary>From the worst on: what is false, what could not be judged, what does not count.</summary>
    private static readonly ExitCode[] ByWeight =
    [
        ExitCode.Invalid, ExitCode.File, ExitCode.Revoked, ExitCode.OutsideValidity, ExitCode.NotFound, ExitCode.Stale, ExitCode.Ok,
    ];

    public static ExitCode Worst(IReadOnlyCollection<ExitCode> codes) => ByWeight.First(codes.Contains);

    public static ExitCode CodeOf(Verdict verdict) => Table[verdict].Code;

    /// <summary>The stable word, with the fault behind a colon: <c>INVALID_RECEIPT:BadSignature</c>.</summary>
    public static string Word(Verdict verdict, string detail)
        => detail.Length == 0 ? Table[verdict].Word : $"{Table[verdict].Word}:{detail}";

    public static string Sentence(Verdict verdict, bool chinese)
        => chinese ? Table[verdict].Chinese : Table[verdict].English;
}
