using System.Diagnostics;
using Ledger.Client.Errors;
using Ledger.Client.V1;
using Ledger.Testnet.Load;
using Ledger.Testnet.Network;
using Ledger.Testnet.Stages;

namespace Ledger.Testnet.Partition;

/// <summary>
/// Shenzhen loses Singapore for a while: no commits, a named cause, reads that go on, a queue that drains afterwards.
/// </summary>
public sealed class PartitionRun(PartitionPlan plan, Action<string> say)
{
    private const string Cause = "REGION_UNREACHABLE";

    private const double TransactionsPerSecond = 10;
    private const int Commitments = 8;

    /// <summary>Most lost transactions that are told of one by one.</summary>
    private const int FaultsPerNode = 3;

    /// <summary>Votes that had arrived before the cut may still make a block.</summary>
    private static readonly TimeSpan Settle = TimeSpan.FromSeconds(2);

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(120);

    private readonly List<string> _faults = [];

    /// <summary>Runs the whole story with processes of its own; everything it made is gone afterwards.</summary>
    public async Task<PartitionReport> RunAsync(CancellationToken cancellation)
    {
        await using TestNetwork network = await Setup.RunAsync(plan.Network(), cancellation);
        await Start.RunAsync(network, cancellation);
        CutReads reads = new(network);
        await reads.AnchorAsync(cancellation);
        CutWatch watch = new(network);
        QueueFiller filler = new(network);
        ReceiptAuditor auditor = new(network.Genesis);
        (long FirstMs, long DrainedMs) healed = default;
        TimeSpan length = plan.Cut + (2 * PartitionPlan.Margin);
        LoadPlan load = new(TransactionsPerSecond, Commitments, TimeSpan.Zero, length) { Deadline = plan.Cut + Patience };
        say($"four validators, {plan.Regions.Region} and {plan.Regions.Other}; cut {plan.Mode} for {plan.Cut.TotalSeconds:0} s");
        LoadResult result = await Loading.RunAsync(network, load, auditor, cancellation, async token =>
        {
            await Task.Delay(PartitionPlan.Margin, token);
            await CutAsync(network, watch, reads, filler, token);
            healed = await HealAsync(network, watch.Height, token);
        });
        _faults.AddRange([.. watch.Faults, .. auditor.Faults, .. FaultsOf(result)]);
        int verified = await VerifyAllAsync(network, result, filler, cancellation);
        return new PartitionReport(
            plan.Mode,
            plan.Cut.TotalSeconds,
            watch.Height,
            watch.NamedMs,
            result.Count(CallEnd.Committed),
            filler.Accepted.Count,
            filler.RefusedAsFull + result.Count(CallEnd.Refused),
            healed.FirstMs,
            healed.DrainedMs,
            verified,
            _faults);
    }

    /// <summary>Returns when the time to heal has come.</summary>
    private async Task CutAsync(
        TestNetwork network, CutWatch watch, CutReads reads, QueueFiller filler, CancellationToken cancellation)
    {
        Perturb.Cut(network, plan.Regions);
        using CancellationTokenSource over = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        Task watching = watch.RunAsync(Settle, over.Token);
        Task end = Task.Delay(plan.Cut, cancellation);
        await Task.WhenAny(end, Wait.UntilAsync(
            "the cause to be named", Patience, over.Token, () => Task.FromResult(watch.NamedMs >= 0 && watch.IsSettled)));
        say($"cause named by all after {watch.NamedMs} ms at height {watch.Height}");
        StatusAnswer[] early = await AskAllAsync(network, cancellation);
        _faults.AddRange(await reads.FindFaultsAsync(cancellation));
        await filler.RunAsync(cancellation);
        say($"{filler.Accepted.Count} transactions queued, then POOL_FULL at every node");
        StatusAnswer[] late = await AskAllAsync(network, cancellation);
        AddCauseFaults(network, early, late);
        say($"status of {network.Nodes[0].Name}: {late[0].Reason} ({late[0].StallMs} ms)");
        if (end.IsCompleted)
        {
            _faults.Add("the cut was over before everything in it was looked at: make it longer");
        }

        await end;
        await over.CancelAsync();
        await watching;
    }

    private async Task<(long FirstMs, long DrainedMs)> HealAsync(
        TestNetwork network, ulong height, CancellationToken cancellation)
    {
        Stopwatch watch = Stopwatch.StartNew();
        Perturb.Heal(network, plan.Regions);
        await Wait.UntilHeightAsync(network, height + 1, Patience, cancellation);
        long first = watch.ElapsedMilliseconds;
        await Wait.UntilDrainedAsync(network, Patience, cancellation);
        say($"healed: first commit after {first} ms, drained after {watch.ElapsedMilliseconds} ms");
        return (first, watch.ElapsedMilliseconds);
    }

    private void AddCauseFaults(TestNetwork network, StatusAnswer[] early, StatusAnswer[] late)
    {
        foreach ((ValidatorNode node, (StatusAnswer before, StatusAnswer after)) in network.Nodes.Zip(early.Zip(late)))
        {
            string[] missing = [.. network.Nodes.Where(n => n.Region != node.Region).Select(n => n.Name)];
            bool named = before.Cause == Cause && after.Cause == Cause && after.StallMs > before.StallMs
                && after.Missing.Order().SequenceEqual(missing.Order());
            if (!named)
            {
                _faults.Add($"{node.Name} says {before}, then {after}");
            }
        }
    }

    /// <summary>
    /// A trickled transaction may meet full pools, or after the healing a node that is behind: its client is told to come again.
    /// Anything else than a receipt is a loss.
    /// </summary>
    private static IEnumerable<string> FaultsOf(LoadResult result)
        => result.Failures.Where(f => ErrorCatalogue.Find(f.Key)?.RetryAfter is null)
            .Select(f => $"{f.Value} submissions ended as {f.Key}");

    /// <summary>Everything acknowledged or queued is there at all four, with a receipt that verifies.</summary>
    private async Task<int> VerifyAllAsync(
        TestNetwork network, LoadResult result, QueueFiller filler, CancellationToken cancellation)
    {
        await Wait.UntilHeadsAgreeAsync(network, Patience, cancellation);
        PreparedTransaction[] all = [.. filler.Accepted, .. result.Acknowledged.Select(a => a.Transaction)];
        int faults = 0;
        foreach (ValidatorNode node in network.Nodes)
        {
            IReadOnlyCollection<string> lost = await Verify.FindUnreadableAsync(node, network, all, cancellation);
            _faults.AddRange(lost.Take(FaultsPerNode));
            faults += lost.Count;
        }

        return (all.Length * network.Nodes.Count) - faults;
    }

    private static Task<StatusAnswer[]> AskAllAsync(TestNetwork network, CancellationToken cancellation)
        => Task.WhenAll(network.Nodes.Select(n => StatusAnswer.OfAsync(network, n, cancellation)));
}
