using Ledger.Client.V1;
using Ledger.Node.Running;

namespace Ledger.Node.Commands;

/// <summary>A status as scripts read it, and as people do in either language.</summary>
internal static class StatusView
{
    public static object Fields(StatusResponse s) => new
    {
        s.Version,
        ChainId = Hex(s.ChainId),
        s.Validator,
        s.Region,
        Mode = StatusNames.Of(s.Mode),
        Rejoin = StatusNames.Of(s.Rejoin),
        s.RejoinHeight,
        Incarnation = $"{s.Incarnation:x16}",
        s.Restore,
        s.BodyHorizon,
        s.Epoch,
        s.Protocol,
        s.ProgramProtocol,
        s.NextProtocol,
        s.NextProtocolHeight,
        s.Validators,
        s.Ready,
        s.Stopping,
        s.UptimeMs,
        s.Height,
        s.View,
        s.Primary,
        HeadHash = Hex(s.HeadHash),
        s.HeadTimeUnixMs,
        s.CommitMsAgo,
        StateRoot = Hex(s.StateRoot),
        s.LogSize,
        s.IndexWatermark,
        s.PoolTransactions,
        s.PoolBytes,
        s.FlushCount,
        s.FlushMsP50,
        s.FlushMsP99,
        s.Quorum,
        s.Reachable,
        Missing = s.Missing.ToArray(),
        StallCause = StallCauses.Name(s.StallCause),
        s.StallMs,
        s.StallRegion,
        s.StallReason,
        Awaited = StatusNames.Of(s.Awaited),
        s.AwaitedHeight,
        AwaitedFrom = s.AwaitedFrom.ToArray(),
        Suspicion = StatusNames.Of(s.Suspicion),
        s.SuspicionView,
        s.SuspicionAskedView,
        s.SuspicionMsAgo,
        Misbehaviors = s.Misbehaviors.Select(m => new { m.Validator, Kind = StatusNames.Of(m.Kind), m.Heard, m.Kept }),
        s.ClockOffsetMs,
        s.DiskFreeBytes,
        s.DiskTotalBytes,
        s.ConsensusKeyAgeSeconds,
        s.TlsKeyAgeSeconds,
        s.RpcCertificateExpiresUnixMs,
        Peers = s.Peers.Select(p => new
        {
            p.Validator,
            p.Region,
            p.Connected,
            p.Heard,
            p.HeardMsAgo,
            Reachable = !s.Missing.Contains(p.Validator),
            p.Height,
            p.View,
            p.Member,
            p.Votes,
            p.ProgramProtocol,
        }),
    };

    public static IEnumerable<string> Lines(StatusResponse s, bool chinese)
    {
        Words words = chinese ? Words.Chinese : Words.English;
        yield return $"{s.Validator} ({s.Region}), {words.Version} {s.Version}, {words.Chain} {Hex(s.ChainId)}";
        yield return $"  {words.Mode}  {(chinese ? ModeWords.Chinese(s) : ModeWords.English(s))}";
        yield return $"  {words.Height}  {s.Height}, {words.Epoch} {s.Epoch}, {words.View} {s.View}, {words.Primary} {s.Primary}, "
            + $"{words.Log} {s.LogSize}, {words.Indexed} {s.IndexWatermark}";
        yield return $"  {words.Protocol} {(chinese ? ProtocolWords.Chinese(s) : ProtocolWords.English(s))}";
        yield return $"  {words.Head}  {Hex(s.HeadHash)}, {Time(s.HeadTimeUnixMs)}, {Duration(s.CommitMsAgo)} {words.Ago}";
        yield return $"  {words.Votes}  {s.Reachable}/{words.Need} {s.Quorum}"
            + (s.Missing.Count == 0 ? "" : $", {words.Missing} {string.Join(", ", s.Missing)}");
        foreach (PeerStatus peer in s.Peers)
        {
            yield return $"  {words.Peer}  {peer.Validator} ({peer.Region}): {Link(s, peer, words)}, "
                + $"{words.Height.Trim()} {peer.Height}, {words.View} {peer.View}{Program(peer, words)}";
        }

        foreach (string line in MachineLines(s, words))
        {
            yield return line;
        }

        foreach (string line in ConsensusLines(s, words, chinese))
        {
            yield return line;
        }

        yield return State(s, words, chinese);
    }

    /// <summary>What an operator asks of a chain that stands still, and of validators that cannot be trusted.</summary>
    private static IEnumerable<string> ConsensusLines(StatusResponse s, Words words, bool chinese)
    {
        if (s.Awaited != Awaited.Unspecified)
        {
            yield return $"  {words.Awaits}  {(chinese ? WaitWords.AwaitedInChinese(s) : WaitWords.AwaitedInEnglish(s))}";
        }

        if (s.Suspicion != SuspicionReason.Unspecified)
        {
            yield return $"  {words.Suspected}  {(chinese ? WaitWords.SuspicionInChinese(s) : WaitWords.SuspicionInEnglish(s))}";
        }

        foreach (MisbehaviorStatus m in s.Misbehaviors)
        {
            yield return $"  {words.Misbehavior}  {(chinese ? WaitWords.MisbehaviorInChinese(m) : WaitWords.MisbehaviorInEnglish(m))}";
        }
    }

    private static IEnumerable<string> MachineLines(StatusResponse s, Words words)
    {
        yield return $"  {words.Pool}  {s.PoolTransactions} {words.Transactions}, {s.PoolBytes} {words.Bytes}";
        yield return FormattableString.Invariant(
            $"  {words.Flush}  {s.FlushCount}, p50 {s.FlushMsP50:0.00} ms, p99 {s.FlushMsP99:0.00} ms");
        yield return $"  {words.Disk}  {s.DiskFreeBytes >> 20} MiB {words.Free} {s.DiskTotalBytes >> 20} MiB";
        yield return $"  {words.Clock}  {s.ClockOffsetMs:+#;-#;0} ms";
        string certificate = s.RpcCertificateExpiresUnixMs == 0
            ? words.NoCertificate
            : $"{words.Expires} {Time(s.RpcCertificateExpiresUnixMs)}";
        yield return $"  {words.Keys}  {words.Consensus} {Age(s.ConsensusKeyAgeSeconds)}, "
            + $"TLS {Age(s.TlsKeyAgeSeconds)}, {certificate}";
    }

    private static string Link(StatusResponse s, PeerStatus peer, Words words)
        => !peer.Connected ? words.NotConnected
            : !peer.Heard ? words.NeverHeard
            : $"{(s.Missing.Contains(peer.Validator) ? words.Silent : words.Connected)} "
                + $"({words.Heard} {peer.HeardMsAgo} ms {words.Ago})";

    private static string Program(PeerStatus peer, Words words)
        => peer.ProgramProtocol == 0 ? "" : $", {words.Program} {peer.ProgramProtocol}";

    private static string State(StatusResponse s, Words words, bool chinese)
        => s.Stopping ? $"  {words.Stopping}"
            : s.StallCause == StallCause.Unspecified ? $"  {words.Well}"
            : $"  {words.Stalled}  {StallCauses.Name(s.StallCause)}: "
                + (chinese ? StallWords.Chinese(s) : StallWords.English(s));

    private static string Hex(Google.Protobuf.ByteString bytes) => Convert.ToHexStringLower(bytes.Span);

    private static string Age(ulong seconds) => Duration(seconds * 1000);

    private static string Duration(ulong milliseconds) => (milliseconds / 1000) switch
    {
        < 1 => $"{milliseconds} ms",
        < 120 and var s => $"{s} s",
        < 7200 and var s => $"{s / 60} min",
        < 172_800 and var s => $"{s / 3600} h",
        var s => $"{s / 86_400} d",
    };

    private static string Time(ulong milliseconds)
        => milliseconds <= (ulong)DateTimeOffset.MaxValue.ToUnixTimeMilliseconds()
            ? $"{DateTimeOffset.FromUnixTimeMilliseconds((long)milliseconds):yyyy-MM-dd'T'HH:mm:ss.fff'Z'}"
            : $"{milliseconds} ms";

    private sealed record Words(
        string Version, string Chain, string Height, string View, string Primary, string Log, string Indexed, string Head,
        string Ago, string Votes, string Need, string Missing, string Peer, string Pool, string Transactions, string Bytes,
        string Flush, string Disk, string Free, string Clock, string Keys, string Consensus, string Expires,
        string NoCertificate, string Connected, string NotConnected, string NeverHeard, string Silent, string Heard,
        string Well, string Stalled, string Stopping, string Awaits, string Suspected, string Misbehavior, string Mode, string Epoch,
        string Protocol, string Program)
    {
        public static Words English { get; } = new(
            "version", "chain", "height ", "view", "primary", "log of", "indexed", "head   ",
            "ago", "votes  ", "need", "missing", "peer   ", "pool   ", "transactions", "bytes",
            "flush  ", "disk   ", "free of", "clock  ", "keys   ", "consensus", "RPC certificate until",
            "no RPC certificate", "connected", "NOT CONNECTED", "NEVER HEARD", "SILENT", "heard",
            "well", "STALLED", "STOPPING", "awaits ", "suspect", "MISBEHAVIOR", "mode   ", "epoch",
            "protocol", "program's protocol version");

        public static Words Chinese { get; } = new(
            "版本", "链", "高度", "视图", "主节点", "存证日志", "已索引", "链头",
            "前", "投票", "需要", "失联", "节点", "待处理", "笔交易", "字节",
            "刷盘", "磁盘", "可用，共", "时钟偏差", "密钥", "共识", "RPC 证书有效期至",
            "无 RPC 证书", "已连接", "未连接", "从未收到消息", "无消息", "最近消息",
            "正常", "已停滞", "正在停止", "等待", "怀疑", "违规", "模式", "纪元",
            "协议版本", "程序协议版本");
    }
}
