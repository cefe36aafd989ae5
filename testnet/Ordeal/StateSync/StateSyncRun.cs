using System.Diagnostics;
using System.Globalization;
using System.Text.Json.Nodes;
using Ledger.Client;
using Ledger.Client.V1;
using Ledger.Node.Commands;
using Ledger.Testnet.Load;
using Ledger.Testnet.Measure;
using Ledger.Testnet.Network;
using Ledger.Testnet.Stages;

namespace Ledger.Testnet.Ordeal;

/// <summary>Empty nodes come to a long log: one left alone, one beset, one that was a validator, and one that takes no snapshot.</summary>
/// <remarks>
/// The load goes to sz-1 and sg-1, which are never stopped. From the second node on sg-2 lies about snapshots; it votes as before. sz-2 is
/// killed while it serves, and loses its data directory later.
/// </remarks>
public sealed class StateSyncRun(StateSyncPlan plan, Action<string> say)
{
    private const string Liar = "sg-2";
    private const string Gone = "sz-2";

    private readonly List<SyncedNode> _nodes = [];
    private readonly List<string> _faults = [];
    private readonly Dictionary<string, string> _fsck = [];
    private readonly Stopwatch _clock = Stopwatch.StartNew();
    private int _verified;
    private ulong _height;

    /// <summary>Runs with processes of its own; everything it made is gone afterwards.</summary>
    public async Task<StateSyncReport> RunAsync(CancellationToken cancellation)
    {
        using CancellationTokenSource limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        limit.CancelAfter(StateSyncPlan.Limit);
        await using TestNetwork network = await Setup.RunAsync(plan.Network, limit.Token);
        ValidatorNode[] validators = [.. network.Nodes];
        ValidatorNode[] observers = await MakeObserversAsync(network, limit.Token);
        await Task.WhenAll(validators.Select(n => n.StartAsync()));
        await Task.WhenAll(validators.Select(n => n.WaitUntilReadyAsync(limit.Token)));
        BulkLoad bulk = new(network, say, limit.Token);
        await bulk.RunAsync(plan);
        await using CommitWatch commits = new([network["sz-1"], network["sg-1"]]);
        StateSyncWorld world = new(network, commits, limit.Token);
        KeptReceipts receipts = new();
        await Loading.RunAsync(
            network, plan.Load, receipts, limit.Token, _ => TellAsync(world, observers), endsWithPerturb: true,
            [network["sz-1"], network["sg-1"]]);
        StateSyncAudit audit = new(world, bulk.Kept, _faults);
        await audit.VerifyAsync(receipts);
        await JudgeAsync(audit, [.. observers.Append(network[Gone]).Where(n => n.IsRunning)]);
        return new StateSyncReport(
            network.Manifest.Name, (int)bulk.Anchored, bulk.Seconds, _height, plan.TransactionsPerSecond, world.IntervalMs,
            world.CalmPauseMs, _nodes, audit.Sample.Length, _verified, _fsck, Math.Round(_clock.Elapsed.TotalSeconds),
            File.ReadAllText("/proc/loadavg").Trim(), _faults, await SourceCommit.FindAsync(cancellation), DateTimeOffset.UtcNow,
            Machine.Current());
    }

    /// <summary>Nodes that the genesis does not have, and that every validator knows.</summary>
    private static async Task<ValidatorNode[]> MakeObserversAsync(TestNetwork network, CancellationToken cancellation)
    {
        ValidatorNode[] validators = [.. network.Nodes];
        List<ValidatorNode> made = [];
        foreach (string name in (string[])["alone", "beset", "slow"])
        {
            made.Add(await Newcomer.MakeAsync(network, name, "SG", validators, cancellation));
        }

        foreach (ValidatorNode validator in validators)
        {
            validator.Configure(c => c["neighbours"] = new JsonObject(made.Select(AsNeighbour)));
        }

        return [.. made];
    }

    private static KeyValuePair<string, JsonNode?> AsNeighbour(ValidatorNode node)
    {
        MemberDescriptor descriptor = MemberDescriptor.Load(
            MemberFiles.Of(node.Folder, isValidator: true).Descriptor, MemberDescriptor.ValidatorFormat);
        return new(node.Name, new JsonObject { ["address"] = descriptor.Address, ["tlsPin"] = descriptor.TlsPin });
    }

    private async Task TellAsync(StateSyncWorld world, ValidatorNode[] observers)
    {
        try
        {
            await world.CalmAsync();
            StatusResponse before = await world.Network["sz-1"].StatusAsync(world.Cancellation);
            _height = before.Height;
            Note(await AloneAsync(world, observers[0]));
            await world.PlayAsync(Liar, ["patient-forger"]);
            Note(await BesetAsync(world, observers[1]));
            Note(await WipedAsync(world));
            Note(await SlowAsync(world, observers[2]));
        }
        catch (Exception broken) when (broken is TimeoutException or InvalidOperationException or LedgerRpcException)
        {
            _faults.Add(broken.Message);
        }
    }

    private async Task<SyncedNode> AloneAsync(StateSyncWorld world, ValidatorNode node)
    {
        TakeSnapshots(node);
        SyncTrial trial = new(world, node);
        await trial.StartAsync();
        return await trial.FinishAsync("empty, left alone", null);
    }

    /// <summary>Each life hears the liar's next lie: offers, blocks, leaves, parts of the state.</summary>
    private async Task<SyncedNode> BesetAsync(StateSyncWorld world, ValidatorNode node)
    {
        TakeSnapshots(node);
        SyncTrial trial = new(world, node);
        await trial.StartAsync();
        await RequireAsync(trial, "blocks", r => r.Blocks > 0);
        await trial.KillAsync(asked: true);

        await trial.StartAsync();
        await RequireAsync(trial, "a tenth of the leaves", r => r.Leaves > r.TargetLeaves / 10);
        ValidatorNode server = world.Network[Gone];
        await world.KillServerAsync(server, node);
        await RequireAsync(trial, "half of the leaves", r => r.Leaves > r.TargetLeaves / 2);
        await trial.KillAsync();
        await server.StartAsync();

        await trial.StartAsync();
        await RequireAsync(trial, "parts of the state", r => r.StateParts > 0);
        await trial.KillAsync();

        await trial.StartAsync();
        return await trial.FinishAsync(
            $"empty, killed three times, {Gone} killed while it served, {Liar} lies", _nodes.FirstOrDefault());
    }

    /// <summary>A validator that lost everything: it takes a snapshot, says its Rejoin and votes again.</summary>
    private async Task<SyncedNode> WipedAsync(StateSyncWorld world)
    {
        ValidatorNode node = world.Network[Gone];
        await Wait.UntilAsync($"{Gone} to vote", StateSyncPlan.Patience, world.Cancellation, async () =>
            await node.TryStatusAsync(world.Cancellation) is { Mode: NodeMode.Voting } status && world.IsAtHead(status));
        await node.StopAsync(world.Cancellation);
        Directory.Delete(node.DataFolder, recursive: true);
        TakeSnapshots(node);
        SyncTrial trial = new(world, node);
        await trial.StartAsync();
        return await trial.FinishAsync("a validator, data directory deleted; until it votes", null);
    }

    private static async Task<SyncedNode> SlowAsync(StateSyncWorld world, ValidatorNode node)
    {
        node.Configure(c => c["history"] = new JsonObject { ["snapshotAboveBlocks"] = 0 });
        SyncTrial trial = new(world, node);
        await trial.StartAsync();
        return await trial.FinishAsync("empty, block by block", null);
    }

    /// <summary>Whatever is missing is more than half of the chain, whatever comes later is less.</summary>
    private void TakeSnapshots(ValidatorNode node)
        => node.Configure(c => c["history"] = new JsonObject { ["snapshotAboveBlocks"] = (int)_height / 2 });

    private async Task RequireAsync(SyncTrial trial, string what, Func<RestoreStatus, bool> isThere)
    {
        if (!await trial.UntilAsync(what, isThere))
        {
            _faults.Add($"{trial.Node.Name} was at the head before anything was done to it at {what}");
        }
    }

    private void Note(SyncedNode node)
    {
        _nodes.Add(node);
        say(string.Create(CultureInfo.InvariantCulture, $"{node.Node}, {node.How}: {node.Seconds} s, snapshot of height {node.Snapshot}"));
        int noticed = node.Lives.Count(l => l.Refused.Count > 0);
        if (node.Lives.Count > 1 && noticed < plan.LeastLies)
        {
            _faults.Add($"{Liar} lied to {node.Lives.Count} processes of {node.Node}, and not {plan.LeastLies} but {noticed} noticed it");
        }
    }

    private async Task JudgeAsync(StateSyncAudit audit, ValidatorNode[] came)
    {
        await audit.AgreeAsync();
        foreach (ValidatorNode node in came)
        {
            _verified += await audit.VerifyAsync(node);
        }

        foreach (ValidatorNode node in came)
        {
            _fsck[node.Name] = await audit.FsckAsync(node);
        }
    }
}
