namespace Ledger.Client.Logs;

/// <summary>Follows the checkpoints of several servers of one log, and proves each consistent with all that were seen.</summary>
/// <remarks>
/// Consistency is passed on: sorted by size, each checkpoint is proven to begin with the one before it by the tiles of whoever showed it.
/// A server that is behind the others is no alarm; one that is behind itself is.
/// </remarks>
public sealed class LogMonitor(IReadOnlyList<LogReader> readers, MonitorState state)
{
    private readonly List<LogException> _alarms = [];
    private readonly List<LogException> _troubles = [];

    public MonitorState State { get; private set; } = state;

    /// <summary>Looks at every source once.</summary>
    public async Task<MonitorRound> LookAsync(CancellationToken cancellation)
    {
        _alarms.Clear();
        _troubles.Clear();
        Dictionary<string, SeenCheckpoint> seen = new(State.Seen);
        List<(LogReader? Reader, SeenCheckpoint Shown)> shown = [];
        foreach (LogReader reader in readers)
        {
            if (await AskAsync(reader, cancellation).ConfigureAwait(false) is { } now && IsNoRollback(reader, now, seen))
            {
                shown.Add((reader, now));
                seen[reader.Source.Name] = now;
            }
        }

        if (State.Newest is { } before)
        {
            shown.Add((null, before));
        }

        (LogReader?, SeenCheckpoint)[] ordered = [.. shown.OrderBy(s => s.Shown.Head.Size).ThenBy(s => s.Reader is not null)];
        SeenCheckpoint? newest = await ChainAsync(ordered, cancellation).ConfigureAwait(false);
        State = new MonitorState(_alarms.Count == 0 ? newest : State.Newest, seen);
        return new MonitorRound(State, [.. _alarms], [.. _troubles]);
    }

    private async Task<SeenCheckpoint?> AskAsync(LogReader reader, CancellationToken cancellation)
    {
        try
        {
            return await reader.NewestAsync(cancellation).ConfigureAwait(false);
        }
        catch (LogException trouble)
        {
            _troubles.Add(trouble);
            return null;
        }
    }

    private bool IsNoRollback(LogReader reader, SeenCheckpoint now, Dictionary<string, SeenCheckpoint> seen)
    {
        string name = reader.Source.Name;
        if (!seen.TryGetValue(name, out SeenCheckpoint? before) || before.Head.Size <= now.Head.Size)
        {
            return true;
        }

        _alarms.Add(new LogException(
            LogFault.Rollback,
            $"{name}: shows {now.Head.Size} leaves, and {before.Head.Size} before",
            new LogEvidence(LogFault.Rollback, before.Note, now.Note, name)));
        return false;
    }

    /// <summary>Proves each from the one before; the largest that is proven.</summary>
    private async Task<SeenCheckpoint?> ChainAsync((LogReader? Reader, SeenCheckpoint Shown)[] ordered, CancellationToken cancellation)
    {
        SeenCheckpoint? proven = null;
        foreach ((LogReader? reader, SeenCheckpoint next) in ordered)
        {
            // All others are behind what is kept, and nobody shows its tiles now: they are compared when they have caught up.
            if (proven is null || reader is null || await IsContinuedAsync(reader, proven, next, cancellation).ConfigureAwait(false))
            {
                proven = next;
            }
        }

        return proven;
    }

    private async Task<bool> IsContinuedAsync(LogReader reader, SeenCheckpoint proven, SeenCheckpoint next, CancellationToken cancellation)
    {
        try
        {
            await reader.ContinueAsync(proven, next, cancellation).ConfigureAwait(false);
            return true;
        }
        catch (LogException failure)
        {
            (failure.Fault == LogFault.Fork ? _alarms : _troubles).Add(failure);
            return false;
        }
    }
}
