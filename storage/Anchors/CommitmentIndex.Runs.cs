namespace Ledger.Storage.Anchors;

/// <summary>How runs come to be: a full memtable becomes one, eight of a tier become one of the next.</summary>
public sealed partial class CommitmentIndex
{
    private const int RunsPerTier = 8;

    /// <summary>Runs of the first tier at which adding waits for merging.</summary>
    private const int MostFreshRuns = 2 * RunsPerTier;

    private readonly TurnGate _gate = new();
    private readonly CancellationTokenSource _closing = new();
    private readonly List<CommitmentRun> _unfinished = [];
    private Task _merging = Task.CompletedTask;

    private CommitmentMemtable WriteRun(CommitmentMemtable memtable)
    {
        CommitmentMemtable next = new(_watermark, _options.RunEntries);
        Condemning(() => _gate.Urgently(() =>
        {
            CommitmentRun run = NewRun(0, memtable.FirstLeaf, (ulong)memtable.Count);
            _writer.Write(run, memtable);
            Publish([.. _view.Runs, run], next);
        }));
        MergeIfDue();
        return next;
    }

    /// <summary>Merging goes on beside adding; a merge that failed fails the next run that is written.</summary>
    private void MergeIfDue()
    {
        if (_view.Runs.Count(run => run.Tier == 0) >= MostFreshRuns)
        {
            _merging.GetAwaiter().GetResult();
        }

        if (_merging.IsCompleted)
        {
            _merging.GetAwaiter().GetResult();
            _merging = DueTier() is null
                ? Task.CompletedTask
                : Task.Factory.StartNew(MergeAll, _closing.Token, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        }
    }

    private byte? DueTier()
        => _view.Runs.GroupBy(run => run.Tier).Where(tier => tier.Count() >= RunsPerTier)
            .Select(tier => (byte?)tier.Key).Min();

    private void MergeAll()
    {
        while (DueTier() is { } tier)
        {
            Condemning(() => MergeTier(tier));
        }
    }

    /// <summary>The eight oldest of a tier become one of the next.</summary>
    private void MergeTier(byte tier)
    {
        CommitmentRun[] parts = [.. _view.Runs.Where(run => run.Tier == tier).Take(RunsPerTier)];
        ulong leaves = parts.Aggregate(0UL, (sum, part) => sum + part.Leaves);
        CommitmentRun? merged = null;
        _gate.Piece(() => _unfinished.Add(merged = NewRun((byte)(tier + 1), parts[0].FirstLeaf, leaves)), _closing.Token);
        foreach (int prefix in CommitmentRunWriter.Pieces)
        {
            _gate.Piece(() => _merger.Merge(merged!, parts, prefix), _closing.Token);
        }

        _gate.Piece(() =>
        {
            _unfinished.Remove(merged!);
            Publish([.. _view.Runs.Except(parts), merged!], _view.Memtable);
        }, _closing.Token);
    }

    /// <summary>Under the gate: makes a set of runs durable, then shows it to readers.</summary>
    private void Publish(CommitmentRun[] runs, CommitmentMemtable memtable)
    {
        runs = [.. runs.OrderBy(run => run.FirstLeaf)];
        Save(runs);
        Volatile.Write(ref _view, new View(memtable, runs));
        Volatile.Write(ref _durableWatermark, End(runs));
        _table.DropBelow(runs.Min(run => run.Address));
    }

    /// <summary>Names a run in a slot that no other run has, nor one being written.</summary>
    private CommitmentRun NewRun(byte tier, ulong firstLeaf, ulong leaves)
    {
        byte slot = 0;
        while (_view.Runs.Concat(_unfinished).Any(run => run.Tier == tier && run.Slot == slot))
        {
            slot++;
        }

        return new CommitmentRun(tier, slot, _nextRunId++, firstLeaf, leaves, _table.TailAddress);
    }

    private void Condemning(Action action)
    {
        try
        {
            action();
        }
        catch (StorageFaultException fault)
        {
            throw Condemn(fault);
        }
    }
}
