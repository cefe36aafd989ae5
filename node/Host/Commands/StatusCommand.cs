using System.CommandLine;
using Ledger.Client;
using Ledger.Client.V1;

namespace Ledger.Node.Commands;

/// <summary><c>ledger status</c>: how a node and its peers are doing.</summary>
internal static class StatusCommand
{
    public static Command Create()
    {
        Command command = new("status", "Shows how a node and its peers are doing.")
        {
            SharedOptions.Nodes, SharedOptions.Authority, SharedOptions.Timeout, SharedOptions.Json,
        };
        command.SetAction(RunAsync);
        return command;
    }

    private static async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellation)
    {
        using NodeRing nodes = Inputs.Nodes(parsed);
        StatusResponse status = await nodes.OnceAsync(
            (node, time) => node.GetStatusAsync(time, cancellation),
            Deadline.After(Inputs.Timeout(parsed)),
            cancellation);
        Answer.Give(parsed, Fields(status), Lines(status));
        return (int)ExitCode.Ok;
    }

    private static object Fields(StatusResponse s) => new
    {
        s.Version,
        ChainId = Hex(s.ChainId),
        s.Validator,
        s.Region,
        s.Height,
        s.View,
        s.Primary,
        HeadHash = Hex(s.HeadHash),
        s.HeadTimeUnixMs,
        StateRoot = Hex(s.StateRoot),
        s.LogSize,
        s.IndexWatermark,
        s.PoolTransactions,
        s.PoolBytes,
        s.FlushCount,
        s.FlushMsP50,
        s.FlushMsP99,
        s.StallReason,
        Peers = s.Peers.Select(p => new { p.Validator, p.Region, p.Connected, p.Height, p.View }),
    };

    private static IEnumerable<string> Lines(StatusResponse s)
    {
        yield return $"{s.Validator} ({s.Region}), version {s.Version}, chain {Hex(s.ChainId)}";
        yield return FormattableString.Invariant(
            $"  height   {s.Height}, view {s.View}, primary {s.Primary}, log of {s.LogSize}, indexed {s.IndexWatermark}");
        yield return $"  head     {Hex(s.HeadHash)}, {HeadTime(s.HeadTimeUnixMs)}";
        yield return $"  pool     {s.PoolTransactions} transactions, {s.PoolBytes} bytes";
        yield return FormattableString.Invariant(
            $"  flush    {s.FlushCount}, p50 {s.FlushMsP50:0.00} ms, p99 {s.FlushMsP99:0.00} ms");
        foreach (PeerStatus peer in s.Peers)
        {
            string link = peer.Connected ? "connected" : "NOT CONNECTED";
            yield return $"  peer     {peer.Validator} ({peer.Region}): {link}, height {peer.Height}, view {peer.View}";
        }

        yield return s.StallReason.Length == 0 ? "  well" : $"  STALLED  {s.StallReason}";
    }

    private static string Hex(Google.Protobuf.ByteString bytes) => Convert.ToHexStringLower(bytes.Span);

    private static string HeadTime(ulong milliseconds)
        => milliseconds <= (ulong)DateTimeOffset.MaxValue.ToUnixTimeMilliseconds()
            ? $"{DateTimeOffset.FromUnixTimeMilliseconds((long)milliseconds):yyyy-MM-dd'T'HH:mm:ss.fff'Z'}"
            : $"{milliseconds} ms";
}
