using Ledger.Client.Logs;
using Ledger.Cryptography.Signatures;
using Ledger.Protocol.Merkle;
using Ledger.Tests.Unit.Checkpoints;

namespace Ledger.Tests.Unit.Client;

/// <summary>A monitor proves what several servers show, tells a server that lags from one that lies, and forgets nothing.</summary>
public sealed class LogMonitorFacts
{
    private static readonly LogTrust Trust = new(PolicyWorld.Of("2+2", "1,1", 1, SuiteId.Ed25519), null, Notes.Suites);

    [Fact]
    public async Task Servers_at_several_sizes_are_proven_consistent_and_the_largest_is_kept()
    {
        MemoryLog log = new(300);
        MemoryLog lagging = new(300);
        log.Grow(500);
        LogMonitor monitor = Monitor(MonitorState.Empty, ("a", log), ("b", lagging));

        MonitorRound round = await monitor.LookAsync(default);

        Assert.Empty(round.Alarms);
        Assert.Empty(round.Troubles);
        Assert.Equal(800ul, round.State.Newest!.Head.Size);
        Assert.Equal([300ul, 800ul], round.State.Seen.Values.Select(s => s.Head.Size).Order());
    }

    [Fact]
    public async Task Two_servers_that_show_different_logs_are_a_fork_whatever_their_order()
    {
        foreach (int more in (int[])[0, 40])
        {
            MemoryLog other = new(300, seed: 7);
            other.Grow(more);
            MonitorRound round = await Monitor(MonitorState.Empty, ("a", new MemoryLog(300)), ("b", other)).LookAsync(default);

            LogException alarm = Assert.Single(round.Alarms);
            Assert.Equal(LogFault.Fork, alarm.Fault);
            Assert.NotEqual($"{alarm.Evidence!.Before}", $"{alarm.Evidence.After}");
            Assert.Null(round.State.Newest);
        }
    }

    [Fact]
    public async Task A_history_that_was_rewritten_since_the_last_run_is_a_fork()
    {
        MonitorRound first = await Monitor(MonitorState.Empty, ("a", new MemoryLog(300))).LookAsync(default);
        MonitorState kept = MonitorState.Decode(first.State.Encode(), Trust);
        MemoryLog rewritten = new(300, seed: 7);
        rewritten.Grow(100);

        MonitorRound second = await Monitor(kept, ("b", rewritten)).LookAsync(default);

        Assert.Equal(LogFault.Fork, Assert.Single(second.Alarms).Fault);
        Assert.Equal(300ul, second.State.Newest!.Head.Size);
    }

    [Fact]
    public async Task A_server_behind_itself_is_a_rollback_and_one_behind_the_others_is_none()
    {
        MemoryLog log = new(300);
        log.Grow(100);
        MonitorRound first = await Monitor(MonitorState.Empty, ("a", log)).LookAsync(default);

        MonitorRound sameServer = await Monitor(first.State, ("a", new MemoryLog(300))).LookAsync(default);
        MonitorRound otherServer = await Monitor(first.State, ("b", new MemoryLog(300))).LookAsync(default);

        Assert.Equal(LogFault.Rollback, Assert.Single(sameServer.Alarms).Fault);
        Assert.Empty(otherServer.Alarms);
        Assert.Equal(400ul, otherServer.State.Newest!.Head.Size);
        Assert.Equal(400ul, sameServer.State.Seen["a"].Head.Size);
    }

    [Fact]
    public async Task A_server_that_is_not_there_or_whose_tiles_lie_is_a_trouble_and_no_alarm()
    {
        MemoryLog log = new(300);
        MonitorRound first = await Monitor(MonitorState.Empty, ("a", log)).LookAsync(default);
        log.Grow(100);
        MemorySource lying = new(log, TreeHash.Sha256, "a") { Change = (path, bytes) => path == "checkpoint" ? bytes : null };
        MemorySource silent = new(log, TreeHash.Sha256, "b") { Change = (_, _) => null };

        LogReader[] readers = [new LogReader(lying, Trust), new LogReader(silent, Trust)];
        MonitorRound round = await new LogMonitor(readers, first.State).LookAsync(default);

        Assert.Empty(round.Alarms);
        Assert.Equal([LogFault.NotThere, LogFault.NotThere], round.Troubles.Select(t => t.Fault));
        Assert.Equal(300ul, round.State.Newest!.Head.Size);
    }

    [Fact]
    public async Task A_state_is_read_as_it_was_written_and_nothing_else_is_one()
    {
        MonitorRound round = await Monitor(MonitorState.Empty, ("a", new MemoryLog(300))).LookAsync(default);
        byte[] bytes = round.State.Encode();
        string text = System.Text.Encoding.UTF8.GetString(bytes);

        Assert.Equal(bytes, MonitorState.Decode(bytes, Trust).Encode());
        Assert.Equal(MonitorState.Empty.Encode(), MonitorState.Decode(MonitorState.Empty.Encode(), Trust).Encode());
        foreach (string other in (string[])["", "{}", "null", text + "x", text.Replace("monitor/1", "monitor/2", StringComparison.Ordinal)])
        {
            LogException refused = Assert.Throws<LogException>(() => MonitorState.Decode(System.Text.Encoding.UTF8.GetBytes(other), Trust));
            Assert.Equal(LogFault.Malformed, refused.Fault);
        }

        string forged = text.Replace(@"\n300\n", @"\n301\n", StringComparison.Ordinal);
        Assert.Equal(
            LogFault.NotBelieved,
            Assert.Throws<LogException>(() => MonitorState.Decode(System.Text.Encoding.UTF8.GetBytes(forged), Trust)).Fault);
    }

    private static LogMonitor Monitor(MonitorState state, params (string Name, MemoryLog Log)[] servers)
        => new([.. servers.Select(s => new LogReader(new MemorySource(s.Log, TreeHash.Sha256, s.Name), Trust))], state);
}
