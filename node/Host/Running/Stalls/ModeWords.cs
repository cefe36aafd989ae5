using System.Globalization;
using Ledger.Client.V1;

namespace Ledger.Node.Running;

/// <summary>What a status says of a node's part in the chain, and of what is left of its rejoin, in a sentence for people.</summary>
public static class ModeWords
{
    public static string English(StatusResponse s) => s.Mode switch
    {
        NodeMode.Voting => "voting",
        NodeMode.Following => "following: it keeps up, votes for nothing and takes no submissions",
        NodeMode.Rejoining => "rejoining: " + s.Rejoin switch
        {
            RejoinStep.Fetching => $"at height {s.Height} of {Highest(s)}; then it says its Rejoin",
            RejoinStep.Said => "its Rejoin waits to be included in a block",
            RejoinStep.Pending => $"the chain has its Rejoin; it votes from height {Number(s.RejoinHeight)} on",
            _ => "nothing is left",
        },
        NodeMode.Restoring => s.Restore is not { TargetHeight: > 0 } restore
            ? "restoring: asks its peers for a snapshot"
            : $"restoring a snapshot of height {Number(restore.TargetHeight)}: {Number(restore.Blocks)} blocks, "
                + $"{Number(restore.Leaves)} of {Number(restore.TargetLeaves)} leaves, {restore.StateParts} of 256 parts of the state"
                + Refused(restore, ", refused "),
        _ => "",
    };

    /// <summary>The same in simplified Chinese.</summary>
    public static string Chinese(StatusResponse s) => s.Mode switch
    {
        NodeMode.Voting => "参与投票",
        NodeMode.Following => "跟随：同步链，不投票，不接受提交",
        NodeMode.Rejoining => "重新加入：" + s.Rejoin switch
        {
            RejoinStep.Fetching => $"高度 {s.Height}/{Highest(s)}，之后提交 Rejoin",
            RejoinStep.Said => "Rejoin 等待被写入区块",
            RejoinStep.Pending => $"Rejoin 已上链，自高度 {Number(s.RejoinHeight)} 起投票",
            _ => "已完成",
        },
        NodeMode.Restoring => s.Restore is not { TargetHeight: > 0 } restore
            ? "恢复快照：正在向其他节点请求快照"
            : $"恢复高度 {Number(restore.TargetHeight)} 的快照：区块 {Number(restore.Blocks)}，叶子 {Number(restore.Leaves)}/"
                + $"{Number(restore.TargetLeaves)}，状态 {restore.StateParts}/256{Refused(restore, "，拒绝 ")}",
        _ => "",
    };

    private static string Refused(RestoreStatus restore, string word)
        => restore.Refused == 0 ? "" : $"{word}{Number(restore.Refused)} ({restore.LastFault})";

    private static ulong Highest(StatusResponse s) => s.Peers.Select(p => p.Height).Append(s.Height).Max();

    private static string Number(ulong number) => number.ToString(CultureInfo.InvariantCulture);
}
