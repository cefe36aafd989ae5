using Ledger.Client.V1;
using Ledger.Testnet.Measure;
using Ledger.Testnet.Network;
using Ledger.Testnet.Stages;

namespace Ledger.Testnet.Ordeal;

/// <summary>A loaded network, whom empty nodes come to, and what is looked at meanwhile.</summary>
internal sealed class StateSyncWorld(TestNetwork network, CommitWatch commits, CancellationToken cancellation)
{
    /// <summary>A node that is so few blocks behind what clients heard last is at the head.</summary>
    private const ulong AtHead = 5;

    private readonly Dictionary<string, double> _sentByEndedLives = [];
    private Dictionary<string, double> _calmCpu = [];
    private double _cpuOfEndedLives;

    public TestNetwork Network => network;

    public CommitWatch Commits => commits;

    public CancellationToken Cancellation => cancellation;

    public double IntervalMs { get; private set; }

    public double CalmPauseMs { get; private set; }

    /// <summary>Those of the genesis: whoever comes has its pieces of them.</summary>
    private IEnumerable<ValidatorNode> Servers => network.Nodes.Where(n => network.Genesis.Validators.Find(n.Name) is not null);

    /// <summary>How it is without anybody to serve.</summary>
    public async Task CalmAsync()
    {
        await Task.Delay(StateSyncPlan.Calm / 3, cancellation);
        double from = commits.NowMs;
        Dictionary<string, double> cpu = Servers.ToDictionary(n => n.Name, n => ProcessTime.SecondsOf(n.ProcessId));
        await Task.Delay(StateSyncPlan.Calm, cancellation);
        double seconds = (commits.NowMs - from) / 1_000;
        _calmCpu = Servers.ToDictionary(n => n.Name, n => (ProcessTime.SecondsOf(n.ProcessId) - cpu[n.Name]) / seconds);
        (IntervalMs, CalmPauseMs) = (commits.MedianIntervalMs(from, commits.NowMs), commits.LongestGapMs(from, commits.NowMs));
    }

    /// <summary>Processor seconds that all validators but one use in a second when nobody takes anything over.</summary>
    public double CalmCpuPerSecond(ValidatorNode but) => _calmCpu.Where(c => c.Key != but.Name).Sum(c => c.Value);

    public bool IsAtHead(StatusResponse status)
        => status.Mode is NodeMode.Following or NodeMode.Voting && status.Height + AtHead >= commits.Height;

    /// <summary>Processor seconds of all validators but one, those of lives that ended included.</summary>
    public double ServersCpu(ValidatorNode but)
        => _cpuOfEndedLives + Servers.Where(n => n != but && n.IsRunning).Sum(n => ProcessTime.SecondsOf(n.ProcessId));

    /// <summary>Bytes that the validators have sent an observer, by their own count; 0 for one of themselves.</summary>
    public async Task<long> SentToAsync(ValidatorNode node)
    {
        if (Servers.Contains(node))
        {
            return 0;
        }

        double sum = _sentByEndedLives.GetValueOrDefault(node.Name);
        foreach (ValidatorNode server in Servers.Where(n => n.IsRunning))
        {
            sum += await SentAsync(server, node);
        }

        return (long)sum;
    }

    /// <summary>SIGKILL to a validator that serves a node.</summary>
    public async Task KillServerAsync(ValidatorNode server, ValidatorNode served)
    {
        _sentByEndedLives[served.Name] = _sentByEndedLives.GetValueOrDefault(served.Name) + await SentAsync(server, served);
        _cpuOfEndedLives += ProcessTime.SecondsOf(server.ProcessId);
        await server.KillAsync();
    }

    /// <summary>A validator's keys and data come into other hands, or back: the process stops, and another begins over them.</summary>
    public async Task PlayAsync(string validator, IReadOnlyList<string>? roles)
    {
        ValidatorNode before = network[validator];
        await before.StopAsync(cancellation);
        ValidatorNode after = network.Recast(before, roles);
        await after.StartAsync();
        await Wait.UntilAsync($"{validator} to be back", StateSyncPlan.Patience, cancellation, async () =>
            await after.TryStatusAsync(cancellation) is { } status && IsAtHead(status));
    }

    private async Task<double> SentAsync(ValidatorNode server, ValidatorNode node)
        => (await MetricsPage.ReadAsync(server, cancellation)).Sum("ledger_peer_sent_bytes_total", $"peer=\"{node.Name}\"");
}
