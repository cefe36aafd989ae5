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
        [Verdict.NotYetValid] = ("NOT_YET_VALID", ExitCode.OutsideValidity,
            "the file is unchanged, but not valid yet", "尚未生效：文件未被改动，但有效期尚未开始"),
        [Verdict.Expired] = ("EXPIRED", ExitCode.OutsideValidity,
            "the file is unchanged, but no longer valid", "已过期：文件未被改动，但有效期已结束"),
        [Verdict.NotFound] = ("NOT_FOUND", ExitCode.NotFound,
            "the node knows no such anchor", "未找到：该节点上没有此存证"),
    };

    public static ExitCode CodeOf(Verdict verdict) => Table[verdict].Code;

    /// <summary>The stable word, with the fault behind a colon: <c>INVALID_RECEIPT:BadSignature</c>.</summary>
    public static string Word(Verdict verdict, string detail)
        => detail.Length == 0 ? Table[verdict].Word : $"{Table[verdict].Word}:{detail}";

    public static string Sentence(Verdict verdict, bool chinese)
        => chinese ? Table[verdict].Chinese : Table[verdict].English;
}
