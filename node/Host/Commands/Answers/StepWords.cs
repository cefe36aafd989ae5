using Ledger.Client;
using Ledger.Protocol.Receipts;

namespace Ledger.Node.Commands;

/// <summary>The checks of a verification in people's words; the names in --json are stable.</summary>
internal static class StepWords
{
    private static readonly Dictionary<string, string> Chinese = new()
    {
        [nameof(ReceiptCheck.Chain)] = "区块属于创世文件所定义的链",
        [nameof(ReceiptCheck.ValidatorSet)] = "区块属于已知届次及其配置",
        [nameof(ReceiptCheck.Log)] = "存证在 SHA-256 日志树中",
        [nameof(ReceiptCheck.TwinLog)] = "存证在 SM3 日志树中",
        [nameof(ReceiptCheck.HeaderChain)] = "区块头前后相连，直至有证书的区块",
        [nameof(ReceiptCheck.Certificate)] = "证书确认该区块",
        [nameof(ReceiptCheck.Signers)] = "签名者均为验证节点",
        [nameof(ReceiptCheck.Quorum)] = "签名者达到法定数量",
        [nameof(ReceiptCheck.Regions)] = "各法域签名者达到最低数量",
        [nameof(ReceiptCheck.Signatures)] = "签名全部有效",
        [nameof(ReceiptCheck.Issuer)] = "签发人已登记",
        [nameof(ReceiptCheck.Transaction)] = "交易已在该区块中存证",
        [nameof(DocumentCheck.Document)] = "文件与存证一致",
        [nameof(DocumentCheck.IssuerName)] = "签发人名称与登记一致",
        [nameof(DocumentCheck.Status)] = "状态证明成立",
        [nameof(DocumentCheck.NotRevoked)] = "未被撤销或取代",
        [nameof(DocumentCheck.Validity)] = "在有效期内",
        [nameof(DocumentCheck.Freshness)] = "状态证明足够新",
        [nameof(DocumentCheck.NotSuspended)] = "未被中止",
    };

    public static string Line(StepView step, bool chinese)
        => Line(step.Passed ? CheckResult.Passed : CheckResult.Failed, $"{step.Check}", step.Passed ? "" : $"{step.Fault}", chinese);

    public static string Line(DocumentStep step, bool chinese) => Line(step.Result, $"{step.Check}", step.Detail, chinese);

    private static string Line(CheckResult result, string name, string detail, bool chinese)
    {
        string word = (result, chinese) switch
        {
            (CheckResult.Passed, false) => "ok         ",
            (CheckResult.Failed, false) => "FAILED     ",
            (_, false) => "WAIVED     ",
            (CheckResult.Passed, true) => "通过       ",
            (CheckResult.Failed, true) => "未通过     ",
            (_, true) => "已放弃检查 ",
        };
        string check = chinese ? $"{Chinese[name]} ({name})" : name;
        return detail.Length == 0 ? $"  {word}  {check}" : $"  {word}  {check}: {detail}";
    }
}
