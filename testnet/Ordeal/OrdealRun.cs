using System.Globalization;
using Ledger.Client.V1;
using Ledger.Testnet.Load;
using Ledger.Testnet.Measure;
using Ledger.Testnet.Network;
using Ledger.Testnet.Stages;

namespace Ledger.Testnet.Ordeal;

/// <summary>A network of real processes under load, blow upon blow: commits come back each time, and nothing told is lost.</summary>
public sealed class OrdealRun(OrdealPlan plan, Action<string> say)
{
    /// <summary>Most lost transactions that are told of one by one.</summary>
    private const int FaultsPerNode = 3;

    private readonly List<string> _faults = [];
    private readonly List<OrdealRound> _rounds = [];

    /// <summary>Runs with processes of its own; everything it made is gone afterwards.</summary>
    public async Task<OrdealReport> RunAsync(CancellationToken cancellation)
    {
        await using TestNetwork network = await Setup.RunAsync(plan.Network, cancellation);
        await Start.RunAsync(network, cancellation);
        ReceiptAuditor auditor = new(network.Genesis);
        LoadResult load = await Loading.RunAsync(
            network, plan.Load, auditor, cancellation, token => StrikeAsync(network, token), endsWithPerturb: true);
        _faults.AddRange(auditor.Faults);
        long misbehaviors = await MisbehaviorsAsync(network.Honest, cancellation);
        await Task.WhenAll(network.Nodes.Where(n => !n.IsHonest).Select(n => n.KillAsync()));
        StatusResponse[] heads = await Wait.UntilHeadsAgreeAsync(network, OrdealPlan.Patience, cancellation);
        int verified = await VerifyAsync(network, load, cancellation);
        return Report(network, load, heads, misbehaviors, verified, await SourceCommit.FindAsync(cancellation));
    }

    private async Task StrikeAsync(TestNetwork network, CancellationToken cancellation)
    {
        Blows blows = new(network, cancellation);
        try
        {
            foreach (Func<Task<OrdealRound>> blow in BlowsOf(blows))
            {
                await Task.Delay(OrdealPlan.Calm, cancellation);
                _rounds.Add(await blow());
                say($"{_rounds.Count}: {_rounds[^1].Struck}; whole again after {_rounds[^1].WholeMs} ms");
            }
        }
        catch (TimeoutException never)
        {
            _faults.Add($"round {_rounds.Count + 1}: {never.Message}");
        }
    }

    private IEnumerable<Func<Task<OrdealRound>>> BlowsOf(Blows blows) => plan.Kind switch
    {
        OrdealKind.KillPrimary => Enumerable.Repeat(blows.KillPrimaryAsync, plan.Times),
        OrdealKind.Blackout => Enumerable.Repeat(blows.BlackOutAsync, plan.Times),
        OrdealKind.Freeze => [() => blows.FreezeAsync(false, plan.Length), () => blows.FreezeAsync(true, plan.Length)],
        _ => [() => blows.LiveAmongAsync(plan.Length)],
    };

    /// <summary>Everything acknowledged is at every honest node, with a receipt that verifies.</summary>
    private async Task<int> VerifyAsync(TestNetwork network, LoadResult load, CancellationToken cancellation)
    {
        PreparedTransaction[] all = [.. load.Acknowledged.Select(a => a.Transaction)];
        int lost = 0;
        foreach (ValidatorNode node in network.Honest)
        {
            IReadOnlyCollection<string> faults = await Verify.FindUnreadableAsync(node, network, all, cancellation);
            _faults.AddRange(faults.Take(FaultsPerNode));
            lost += faults.Count;
        }

        return (all.Length * network.Honest.Count()) - lost;
    }

    private OrdealReport Report(
        TestNetwork network, LoadResult load, StatusResponse[] heads, long misbehaviors, int verified, string commit)
    {
        OrdealRound[] rounds = [.. _rounds.Select(r => r.Within(load))];
        Latencies gaps = new(rounds.Select(r => (double)r.GapMs));
        Latencies latencies = new(load.Results.Index()
            .Where(r => r.Item.End == CallEnd.Committed && network.Nodes[r.Item.Node].IsHonest)
            .Select(r => (r.Item.Completed - load.Plan.DueAt(r.Index)).TotalMilliseconds));
        if (plan.Kind == OrdealKind.Adversaries && misbehaviors == 0)
        {
            _faults.Add("two adversaries were at work, and no honest node noticed it");
        }

        return new OrdealReport(
            plan.Kind,
            network.Manifest.Name,
            network.Manifest.Parameters.BaseTimeoutMs,
            rounds,
            gaps.Percentile(50),
            gaps.Percentile(90),
            gaps.Max,
            load.Count(CallEnd.Committed),
            Math.Round(latencies.Percentile(50), 1),
            Math.Round(latencies.Percentile(99), 1),
            verified,
            load.Failures,
            heads.Max(s => s.Height),
            heads.Max(s => s.View),
            misbehaviors,
            _faults,
            commit,
            DateTimeOffset.UtcNow,
            Machine.Current());
    }

    /// <summary>As the nodes themselves count them.</summary>
    internal static async Task<long> MisbehaviorsAsync(IEnumerable<ValidatorNode> nodes, CancellationToken cancellation)
    {
        const string Name = "ledger_misbehaviors_total ";
        long sum = 0;
        foreach (ValidatorNode node in nodes)
        {
            using HttpClient client = new() { BaseAddress = node.JsonAddress };
            string page = await client.GetStringAsync("/metrics", cancellation);
            string? line = page.Split('\n').FirstOrDefault(l => l.StartsWith(Name, StringComparison.Ordinal));
            sum += line is null ? 0 : (long)double.Parse(line[Name.Length..], CultureInfo.InvariantCulture);
        }

        return sum;
    }
}
