using System.CommandLine;
using Ledger.Client.Logs;

namespace Ledger.Node.Commands;

/// <summary><c>ledger log monitor</c>: follows what several servers show of one log; alarms when not all of it can be true.</summary>
internal static class LogMonitorCommand
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(2);

    private static readonly Argument<string[]> Urls = new("url")
    {
        Description = "Prefixes under which the same log is served.",
        Arity = ArgumentArity.OneOrMore,
    };

    private static readonly Option<string> StateFile = new("--state")
    {
        Description = "What was seen, kept between two runs; made when missing. Evidence is kept beside it.",
        HelpName = "FILE",
        Required = true,
    };

    private static readonly Option<bool> Follow = new("--follow") { Description = "Look again and again, until an alarm or Ctrl-C." };

    public static Command Create()
    {
        Command command = new(
            "monitor",
            "Looks at the newest checkpoint of every server and proves each consistent with all that were seen. "
            + "A fork or a rollback ends it with INVALID, both notes kept as evidence.")
        {
            Urls, LogOptions.Policy, LogOptions.Origin, SharedOptions.Authority, StateFile, Follow, SharedOptions.Json,
        };
        command.SetAction(RunAsync);
        return command;
    }

    private static async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellation)
    {
        string[] urls = [.. parsed.GetRequiredValue(Urls).Distinct()];
        if (urls.Length > MonitorState.MaximumSources)
        {
            throw CommandFailure.Usage($"at most {MonitorState.MaximumSources} servers");
        }

        LogTrust trust = LogOptions.Trust(parsed);
        string path = Path.GetFullPath(parsed.GetRequiredValue(StateFile));
        WebLog[] sources = [.. urls.Select(u => LogOptions.Web(parsed, u))];
        try
        {
            MonitorState state = File.Exists(path)
                ? MonitorState.Decode(Inputs.Bytes(path, MonitorState.MaximumBytes), trust)
                : MonitorState.Empty;
            LogMonitor monitor = new([.. sources.Select(s => new LogReader(s, trust))], state);
            await LookAsync(parsed, monitor, path, cancellation);
        }
        finally
        {
            Array.ForEach(sources, s => s.Dispose());
        }

        return (int)ExitCode.Ok;
    }

    private static async Task LookAsync(ParseResult parsed, LogMonitor monitor, string path, CancellationToken cancellation)
    {
        do
        {
            ulong? before = monitor.State.Newest?.Head.Size;
            MonitorRound round = await monitor.LookAsync(cancellation);
            new FolderLog(Path.GetDirectoryName(path)!).Put(Path.GetFileName(path), round.State.Encode());
            foreach (LogException trouble in round.Troubles)
            {
                Answer.Warn(parsed, trouble.Message);
            }

            LogException[] kept = [.. round.Alarms.Select(a => LogEvidenceFile.Keep(path, a))];
            if (kept.Length > 0)
            {
                throw kept[0];
            }

            Give(parsed, round.State, before);
            await (parsed.GetValue(Follow) ? Task.Delay(Pause, cancellation) : Task.CompletedTask);
        }
        while (parsed.GetValue(Follow));
    }

    /// <summary>Once, or for what is new; that nobody showed anything is no success.</summary>
    private static void Give(ParseResult parsed, MonitorState state, ulong? before)
    {
        SeenCheckpoint? newest = state.Newest;
        if (newest is null && !parsed.GetValue(Follow))
        {
            throw new CommandFailure(ExitCode.Unreachable, "no server showed a checkpoint that the policy believes");
        }

        if (newest is not null && (newest.Head.Size != before || !parsed.GetValue(Follow)))
        {
            Answer.Give(
                parsed,
                new { newest.Head.Origin, newest.Head.Size, Root = $"{newest.Head.Root}", newest.Verdict.NotChecked },
                [$"{newest.Head.Size} leaves under {newest.Head.Root}"]);
        }
    }
}
