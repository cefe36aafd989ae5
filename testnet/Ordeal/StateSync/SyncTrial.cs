using System.Diagnostics;
using System.Text.Json;
using Ledger.Client.V1;
using Ledger.Testnet.Measure;
using Ledger.Testnet.Network;
using Ledger.Testnet.Stages;

namespace Ledger.Testnet.Ordeal;

/// <summary>One node on its way to the head: started, watched, killed and started again, and measured all the time.</summary>
internal sealed class SyncTrial(StateSyncWorld world, ValidatorNode node)
{
    /// <summary>Between two looks: phases of a small log pass in a tenth of a second.</summary>
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(4);

    private readonly NodeMeter _meter = new(node);
    private readonly List<Interruption> _lives = [];
    private readonly Stopwatch _life = new();
    private RestoreStatus? _last;
    private double? _answered;
    private double _from;
    private double _serversCpu;
    private ulong _snapshot;

    public ValidatorNode Node => node;

    public async Task StartAsync()
    {
        if (_lives.Count == 0)
        {
            (_from, _serversCpu) = (world.Commits.NowMs, world.ServersCpu(node));
        }

        (_last, _answered) = (null, null);
        _life.Restart();
        await node.StartAsync();
    }

    /// <summary>Looks at it until it is somewhere on its way.</summary>
    /// <returns>False when it was at the head before.</returns>
    public async Task<bool> UntilAsync(string what, Func<RestoreStatus, bool> isThere)
    {
        bool atHead = false;
        using CancellationTokenSource limit = CancellationTokenSource.CreateLinkedTokenSource(world.Cancellation);
        limit.CancelAfter(StateSyncPlan.Patience);
        while (true)
        {
            StatusResponse? status = await node.TryStatusAsync(world.Cancellation);
            _answered ??= status is null ? null : Math.Round(_life.Elapsed.TotalSeconds, 1);
            Take(status?.Restore);
            atHead = status is not null && world.IsAtHead(status);
            if (atHead || (_last is { } last && status?.Restore is not null && isThere(last)))
            {
                return !atHead;
            }

            if (limit.IsCancellationRequested || !node.IsRunning)
            {
                throw new TimeoutException(
                    $"{node.Name} never came to {what}. It says: {status?.Mode}, {status?.Height}, {Where()}\n{node.LastOutput()}");
            }

            await Task.Delay(Look, world.Cancellation);
        }
    }

    /// <summary>SIGKILL, wherever it is.</summary>
    /// <param name="asked">What it has refused is asked of its counters before, which takes a moment; else its last status says it.</param>
    public async Task KillAsync(bool asked = false)
    {
        Dictionary<string, long> refused = asked ? Refused(await MetricsPage.ReadAsync(node, world.Cancellation))
            : _last is { Refused: > 0 } last ? new() { [JsonNamingPolicy.SnakeCaseLower.ConvertName(last.LastFault)] = (long)last.Refused }
            : [];
        _meter.EndLife();
        await node.KillAsync();
        _lives.Add(Lived("SIGKILL", refused));
    }

    /// <summary>Waits until it is at the head, and adds everything up.</summary>
    /// <param name="alone">What a node took that was left alone; null for one that is.</param>
    public async Task<SyncedNode> FinishAsync(string how, SyncedNode? alone)
    {
        await UntilAsync("the head", _ => false);
        double seconds = (world.Commits.NowMs - _from) / 1_000;
        long received = await world.SentToAsync(node);
        MetricsPage page = await SettledPageAsync();
        double servers = world.ServersCpu(node) - _serversCpu - (seconds * world.CalmCpuPerSecond(node));
        _lives.Add(Lived("at the head", Refused(page)) with
        {
            PieceBytes = (long)page.Sum("ledger_snapshot_bytes_total"),
        });
        long pieces = _lives.Sum(l => l.PieceBytes);
        return new SyncedNode(
            node.Name, how, _snapshot, Math.Round(seconds, 1), received, pieces,
            alone is null ? 0 : Math.Max(0, pieces - alone.PieceBytes), _meter.CpuSeconds, Math.Round(servers, 1), _meter.PeakMib,
            Math.Round(await DiskUse.BytesAsync(node, world.Cancellation) / 1048576.0, 1),
            world.Commits.LongestGapMs(_from, world.Commits.NowMs), _lives);
    }

    /// <summary>Counters of the engine are those of the last look at it: of one after the snapshot.</summary>
    private async Task<MetricsPage> SettledPageAsync()
    {
        MetricsPage? page = null;
        await Wait.UntilAsync($"{node.Name} to count its snapshot", StateSyncPlan.Patience, world.Cancellation, async () =>
        {
            page = await MetricsPage.ReadAsync(node, world.Cancellation);
            return page.Sum("ledger_height") > _snapshot && page.Sum("ledger_mode", "mode=\"restoring\"") == 0;
        });
        return page!;
    }

    private Interruption Lived(string end, Dictionary<string, long> refused)
        => new(end, Where(), _answered ?? 0, Math.Round(_life.Elapsed.TotalSeconds, 1), (long)(_last?.Bytes ?? 0), refused);

    private static Dictionary<string, long> Refused(MetricsPage page) => page.By("ledger_snapshot_refusals_total", "fault");

    private void Take(RestoreStatus? restore)
    {
        _last = restore ?? _last;
        _snapshot = restore is { TargetHeight: > 0 } ? restore.TargetHeight : _snapshot;
    }

    private string Where() => _last is not { } at ? "no snapshot yet"
        : $"{at.Blocks} of {_snapshot} blocks, {at.Leaves} of {at.TargetLeaves} leaves, {at.StateParts} of 256 parts of the state";
}
