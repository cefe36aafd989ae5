using System.Globalization;
using Ledger.Client.V1;

namespace Ledger.Node.Running;

/// <summary>What a status says of what is waited for, of the last suspicion and of misbehaviour, in sentences for people.</summary>
public static class WaitWords
{
    /// <summary>Empty when nothing is waited for.</summary>
    public static string AwaitedInEnglish(StatusResponse s) => s.Awaited switch
    {
        Awaited.Blocks => $"blocks up to height {s.AwaitedHeight}, which a quorum has committed",
        Awaited.ViewChanges => $"a quorum to ask for view {s.View}; not heard: {From(s, ", ")}",
        Awaited.NewView => $"{From(s, ", ")} to open view {s.View}, for which a quorum has asked",
        Awaited.Proposal => $"a proposal of {From(s, ", ")} at height {s.AwaitedHeight}",
        Awaited.Check => $"what the proposal at height {s.AwaitedHeight} needs to be checked: batches, its parent, or its time",
        Awaited.Prepares => $"a quorum of Prepares at height {s.AwaitedHeight}; not heard: {From(s, ", ")}",
        Awaited.Commits => $"a quorum of Commits at height {s.AwaitedHeight}; not heard: {From(s, ", ")}",
        _ => "",
    };

    /// <summary>The same in simplified Chinese.</summary>
    public static string AwaitedInChinese(StatusResponse s) => s.Awaited switch
    {
        Awaited.Blocks => $"高度 {s.AwaitedHeight} 及以下的区块（已获法定票数确认）",
        Awaited.ViewChanges => $"足够的节点请求视图 {s.View}；尚未收到：{From(s, "、")}",
        Awaited.NewView => $"{From(s, "、")} 开启视图 {s.View}（已有足够的节点请求）",
        Awaited.Proposal => $"{From(s, "、")} 在高度 {s.AwaitedHeight} 的提案",
        Awaited.Check => $"检查高度 {s.AwaitedHeight} 的提案所需的交易批次、父区块或时间",
        Awaited.Prepares => $"高度 {s.AwaitedHeight} 的足够 Prepare 票；尚未收到：{From(s, "、")}",
        Awaited.Commits => $"高度 {s.AwaitedHeight} 的足够 Commit 票；尚未收到：{From(s, "、")}",
        _ => "",
    };

    /// <summary>Empty when no view was suspected since the start.</summary>
    public static string SuspicionInEnglish(StatusResponse s)
    {
        string reason = s.Suspicion switch
        {
            SuspicionReason.Timeout => "no progress within its timeout",
            SuspicionReason.InvalidProposal => "its primary proposed an invalid block",
            SuspicionReason.Equivocation => "its primary proposed two blocks in one place",
            SuspicionReason.Starvation => "its primary left a waiting batch out of 64 blocks",
            SuspicionReason.SilencedPrimary => "this validator is its primary and restarted in it",
            SuspicionReason.Joined => "others asked for another",
            SuspicionReason.Ordered => "the operators' order for lost journals names another",
            _ => "",
        };
        return reason.Length == 0 ? "" : $"view {s.SuspicionView}: {reason}; asked for view {s.SuspicionAskedView} {Seconds(s)} s ago";
    }

    /// <summary>The same in simplified Chinese.</summary>
    public static string SuspicionInChinese(StatusResponse s)
    {
        string reason = s.Suspicion switch
        {
            SuspicionReason.Timeout => "超时无进展",
            SuspicionReason.InvalidProposal => "主节点提出了无效区块",
            SuspicionReason.Equivocation => "主节点在同一位置提出了两个区块",
            SuspicionReason.Starvation => "主节点在 64 个区块中遗漏了等待的批次",
            SuspicionReason.SilencedPrimary => "本节点是主节点，且在该视图中重启过",
            SuspicionReason.Joined => "其他节点请求更换",
            SuspicionReason.Ordered => "运营方针对丢失日志的命令指定了新视图",
            _ => "",
        };
        return reason.Length == 0 ? "" : $"视图 {s.SuspicionView}：{reason}；{Seconds(s)} 秒前请求视图 {s.SuspicionAskedView}";
    }

    /// <summary>Such as <c>sg-2 TWO_PREPARES, heard 3, evidence kept 1</c>.</summary>
    public static string MisbehaviorInEnglish(MisbehaviorStatus m)
        => $"{m.Validator} {StatusNames.Of(m.Kind)}, heard {m.Heard} times, evidence kept: {m.Kept}";

    /// <summary>The same in simplified Chinese.</summary>
    public static string MisbehaviorInChinese(MisbehaviorStatus m)
        => $"{m.Validator} {StatusNames.Of(m.Kind)}，发现 {m.Heard} 次，已保存证据 {m.Kept} 份";

    private static string From(StatusResponse s, string comma) => string.Join(comma, s.AwaitedFrom);

    private static string Seconds(StatusResponse s) => (s.SuspicionMsAgo / 1000).ToString(CultureInfo.InvariantCulture);
}
