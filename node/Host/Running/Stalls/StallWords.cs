using System.Globalization;
using Ledger.Client.V1;

namespace Ledger.Node.Running;

/// <summary>What a status says of a stall, in a sentence for people.</summary>
/// <remarks>Made of the status alone, so that a command can say it in its reader's language.</remarks>
public static class StallWords
{
    /// <summary>Empty when nothing stalls.</summary>
    public static string English(StatusResponse s) => s.StallCause switch
    {
        StallCause.QuorumUnreachable =>
            $"need {s.Quorum} votes, have {s.Reachable}, missing {Join(s.Missing, ", ", " and ")} for {Seconds(s)} s",
        StallCause.RegionUnreachable when IsWhole(s) =>
            $"no validator of {s.StallRegion} has been heard for {Seconds(s)} s ({Join(OfRegion(s), ", ", ", ")})",
        StallCause.RegionUnreachable =>
            $"too few validators of {s.StallRegion} are reachable, missing "
            + $"{Join(OfRegion(s), ", ", " and ")} for {Seconds(s)} s",
        StallCause.CatchingUp =>
            $"behind the chain at height {s.Height}, peers are at {Highest(s)}, fetching for {Seconds(s)} s",
        StallCause.ViewChange => $"waiting for {s.Primary} to open view {s.View} for {Seconds(s)} s",
        StallCause.NoProgress =>
            $"every validator that is needed is reachable and {s.PoolTransactions} transactions, {s.PoolBytes} bytes wait, "
            + $"but no block was committed for {Number(s.CommitMsAgo / 1000)} s (primary {s.Primary})",
        StallCause.ClockDrift =>
            $"the clock of {s.Validator} is {Number((ulong)Math.Abs(s.ClockOffsetMs) / 1000)} s "
            + $"{(s.ClockOffsetMs < 0 ? "behind" : "ahead of")} the chain's, whose times {s.Primary} sets",
        StallCause.NoSource =>
            $"follows the chain, and none of {Join(All(s), ", ", " and ")} has been heard for {Seconds(s)} s",
        StallCause.RejoinImpossible =>
            $"{Voters(s)} of {s.Validators} validators vote and {s.Quorum} must; "
            + $"the chain cannot go on without {Join(Silent(s), ", ", " and ")}: start them, "
            + $"or let a quorum of the operators order that all whose journals are lost vote again, this one as "
            + $"--recover {s.Validator}={s.Incarnation:x16} of 'ledger governance propose'",
        StallCause.JournalOutdated =>
            $"{s.Validator} has begun anew with another journal since this one was in use, so this one votes for nothing: "
            + "put that one back, or delete this one and start again to rejoin",
        _ => "",
    };

    /// <summary>The same in simplified Chinese.</summary>
    public static string Chinese(StatusResponse s) => s.StallCause switch
    {
        StallCause.QuorumUnreachable =>
            $"需要 {s.Quorum} 票，现有 {s.Reachable} 票，{Join(s.Missing, "、", " 和 ")} 已失联 {Seconds(s)} 秒",
        StallCause.RegionUnreachable when IsWhole(s) =>
            $"{s.StallRegion} 地区的所有验证节点（{Join(OfRegion(s), "、", "、")}）已失联 {Seconds(s)} 秒",
        StallCause.RegionUnreachable =>
            $"{s.StallRegion} 地区可达的验证节点不足，{Join(OfRegion(s), "、", " 和 ")} 已失联 {Seconds(s)} 秒",
        StallCause.CatchingUp => $"落后于链：本节点高度 {s.Height}，其他节点高度 {Highest(s)}，已同步 {Seconds(s)} 秒",
        StallCause.ViewChange => $"正在更换主节点：等待 {s.Primary} 开启视图 {s.View}，已等待 {Seconds(s)} 秒",
        StallCause.NoProgress =>
            $"所需节点均可达，有 {s.PoolTransactions} 笔交易（{s.PoolBytes} 字节）等待，"
            + $"但已 {Number(s.CommitMsAgo / 1000)} 秒没有新区块（主节点 {s.Primary}）",
        StallCause.ClockDrift =>
            $"{s.Validator} 的时钟比链{(s.ClockOffsetMs < 0 ? "慢" : "快")} "
            + $"{Number((ulong)Math.Abs(s.ClockOffsetMs) / 1000)} 秒（链的时间由主节点 {s.Primary} 给出）",
        StallCause.NoSource =>
            $"本节点跟随链，但 {Join(All(s), "、", " 和 ")} 已失联 {Seconds(s)} 秒",
        StallCause.RejoinImpossible =>
            $"{s.Validators} 个验证节点中仅 {Voters(s)} 个投票，需要 {s.Quorum} 个；缺少 {Join(Silent(s), "、", " 和 ")} 链无法继续："
            + $"请启动这些节点，或由达到法定数量的运营方签署命令，让丢失日志的节点重新投票：在 'ledger governance propose' 中，"
            + $"本节点为 --recover {s.Validator}={s.Incarnation:x16}",
        StallCause.JournalOutdated =>
            $"{s.Validator} 已用另一份日志重新加入，当前日志已过时，本节点不投票：请放回那份日志，或删除当前日志并重新启动以重新加入",
        _ => "",
    };

    private static bool IsWhole(StatusResponse s)
        => s.Region != s.StallRegion
            && s.Peers.Where(p => p.Region == s.StallRegion).All(p => s.Missing.Contains(p.Validator));

    private static string[] OfRegion(StatusResponse s)
        => [.. s.Peers.Where(p => p.Region == s.StallRegion && s.Missing.Contains(p.Validator)).Select(p => p.Validator)];

    private static string[] All(StatusResponse s) => [.. s.Peers.Select(p => p.Validator)];

    private static int Voters(StatusResponse s) => s.Peers.Count(p => p.Votes && !s.Missing.Contains(p.Validator));

    private static string[] Silent(StatusResponse s)
        => [.. s.Peers.Where(p => p.Member && (!p.Votes || s.Missing.Contains(p.Validator))).Select(p => p.Validator)];

    private static ulong Highest(StatusResponse s) => s.Peers.Select(p => p.Height).DefaultIfEmpty().Max();

    private static string Seconds(StatusResponse s) => Number(s.StallMs / 1000);

    private static string Number(ulong number) => number.ToString(CultureInfo.InvariantCulture);

    private static string Join(IReadOnlyList<string> names, string comma, string last)
        => names.Count < 2 ? string.Concat(names)
            : string.Join(comma, names.Take(names.Count - 1)) + last + names[^1];
}
