using Ledger.Testnet.Hostile;
using Ledger.Testnet.Load.Mixed;
using Ledger.Testnet.Measure;
using Ledger.Testnet.Network;
using Ledger.Testnet.Stages;

namespace Ledger.Testnet.Soak;

/// <summary>Honest clients of all kinds at a modest rate, first alone, then beside a hostile one.</summary>
public sealed class SoakRun(SoakPlan plan, Action<string> say)
{
    private const int Replays = 100;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(120);

    public async Task<SoakReport> RunAsync(CancellationToken cancellation)
    {
        await using TestNetwork network = await Setup.RunAsync(plan.Manifest, cancellation);
        await Start.RunAsync(network, cancellation);
        using MixedLoad load = new(network, plan.Load);
        NodeSampler sampler = new(network, plan.SampleEvery, () => load.Elapsed);
        using CancellationTokenSource over = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        Task running = Task.WhenAll(load.RunAsync(over.Token), sampler.RunAsync(over.Token));
        await Task.Delay(plan.QuietEnd, cancellation);
        say($"minute {load.Elapsed.TotalMinutes:0.0}: the quiet window is over");
        (IReadOnlyList<HostileOutcome> acts, double cores) = plan.HasHostile
            ? await BesideHostileAsync(network, load, cancellation)
            : ([], 0);
        await over.CancelAsync();
        await running;
        cancellation.ThrowIfCancellationRequested();
        await Wait.UntilDrainedAsync(network, Patience, cancellation);
        await Wait.UntilHeadsAgreeAsync(network, Patience, cancellation);
        return Report(load, sampler, acts, cores, await SourceCommit.FindAsync(cancellation));
    }

    private async Task<(IReadOnlyList<HostileOutcome> Acts, double Cores)> BesideHostileAsync(
        TestNetwork network, MixedLoad load, CancellationToken cancellation)
    {
        TimeSpan length = plan.End - plan.QuietEnd;
        await using HostileProcess hostile = await HostileProcess.StartAsync(
            network, length, plan.Only, load.Anchored(Replays));
        await Task.Delay(plan.WarmUp, cancellation);
        double before = hostile.CpuSeconds;
        say($"minute {load.Elapsed.TotalMinutes:0.0}: the hostile client is at work");
        await Task.Delay(plan.Hostile - TimeSpan.FromSeconds(1), cancellation);
        double cores = (hostile.CpuSeconds - before) / (plan.Hostile.TotalSeconds - 1);
        return (await hostile.EndAsync(cancellation), Math.Round(cores, 2));
    }

    private SoakReport Report(
        MixedLoad load, NodeSampler sampler, IReadOnlyList<HostileOutcome> acts, double hostileCores, string commit)
    {
        WindowFigures quiet = WindowFigures.Of(load.Samples, sampler.Samples, plan.WarmUp, plan.QuietEnd);
        WindowFigures? hostile = plan.HasHostile
            ? WindowFigures.Of(load.Samples, sampler.Samples, plan.HostileStart, plan.End)
            : null;
        return new SoakReport(
            Math.Round(plan.End.TotalMinutes, 2),
            quiet,
            hostile,
            Ratio(hostile?.Submissions, quiet.Submissions),
            Ratio(hostile?.Reads, quiet.Reads),
            hostileCores,
            acts,
            [.. sampler.Samples.GroupBy(s => s.Node).Select(g => NodeFigures.Of([.. g]))],
            sampler.Unanswered,
            load.ReceiptsVerified,
            Math.Round(plan.Load.AnchorsPerSecond),
            plan.Load.PerSecond,
            [.. load.Faults, .. sampler.Faults],
            plan.Manifest.Name,
            commit,
            DateTimeOffset.UtcNow,
            Machine.Current(),
            sampler.Samples);
    }

    private static double Ratio(MixedFigures? hostile, MixedFigures quiet)
        => hostile is null ? 0 : Math.Round(hostile.LatencyMs.P99 / quiet.LatencyMs.P99, 2);
}
