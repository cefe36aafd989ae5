using System.Text.Json.Nodes;
using Ledger.Client;
using Ledger.Client.V1;
using Ledger.Node.Commands;
using Ledger.Testnet.Load;
using Ledger.Testnet.Measure;
using Ledger.Testnet.Network;
using Ledger.Testnet.Stages;

namespace Ledger.Testnet.Ordeal;

/// <summary>A consortium of real processes changes all its members and keys, and loses validators, under load all the time.</summary>
/// <remarks>
/// The load goes to sz-1 and sg-2, which stay members. sg-3 is added, sg-1 removed, sz-3 takes the place of sz-2; then every key of
/// the four is changed with one of them down; then three of them lose what they have stored, two at once at the end. Twice
/// more two are lost at once and vote by the operators' order: one of each region with nothing, then a region with backups.
/// </remarks>
public sealed class MembershipRun(MembershipPlan plan, Action<string> say)
{
    private readonly List<ChangedSet> _changes = [];
    private readonly List<LostState> _losses = [];
    private readonly List<OrderedReturn> _orders = [];
    private readonly List<RestoredBackup> _backups = [];
    private readonly List<string> _faults = [];
    private readonly KeptReceipts _receipts = new();

    /// <summary>Runs with processes of its own; everything it made is gone afterwards.</summary>
    public async Task<MembershipReport> RunAsync(CancellationToken cancellation)
    {
        await using TestNetwork network = await Setup.RunAsync(plan.Network, cancellation);
        (ValidatorNode sz1, ValidatorNode sg2) = (network["sz-1"], network["sg-2"]);
        await PrepareAsync(network, [sz1, sg2], cancellation);
        ValidatorNode[] founders = [.. network.Nodes.Where(n => network.Genesis.Validators.Find(n.Name) is not null)];
        await Task.WhenAll(founders.Select(n => n.StartAsync()));
        await Task.WhenAll(founders.Select(n => n.WaitUntilReadyAsync(cancellation)));
        await using CommitWatch commits = new([sz1, sg2]);
        MembershipWorld world = new(network, sz1, new Consortium(network, sz1, cancellation), commits, cancellation);
        LoadResult load = await Loading.RunAsync(
            network, plan.Load, _receipts, cancellation, _ => TellAsync(world), endsWithPerturb: true, [sz1, sg2]);
        double seconds = Math.Round(commits.NowMs / 1_000);
        return await JudgeAsync(world, load, seconds);
    }

    /// <summary>Two newcomers, and the next keys of everybody who will be a member at the end.</summary>
    private static async Task PrepareAsync(TestNetwork network, ValidatorNode[] stay, CancellationToken cancellation)
    {
        ValidatorNode[] newcomers =
        [
            await Newcomer.MakeAsync(network, "sg-3", "SG", stay, cancellation),
            await Newcomer.MakeAsync(network, "sz-3", "CN-SZ", stay, cancellation),
        ];
        foreach (ValidatorNode node in (ValidatorNode[])[.. stay, .. newcomers])
        {
            await NextKeys.PrepareAsync(network, node, cancellation);
        }

        foreach (ValidatorNode node in stay)
        {
            node.Configure(c => c["neighbours"] = new JsonObject(newcomers.Select(AsNeighbour)));
        }
    }

    private static KeyValuePair<string, JsonNode?> AsNeighbour(ValidatorNode node)
    {
        MemberFiles files = MemberFiles.Of(node.Folder, isValidator: true);
        MemberDescriptor descriptor = MemberDescriptor.Load(files.Descriptor, MemberDescriptor.ValidatorFormat);
        return new(node.Name, new JsonObject { ["address"] = descriptor.Address, ["tlsPin"] = descriptor.TlsPin });
    }

    private async Task TellAsync(MembershipWorld world)
    {
        try
        {
            await world.UntilResumedAsync();
            await new MembershipAudit(world, _receipts, _faults).FollowLightAsync();
            await ChangeAsync(world.Network, new SetChanges(world), new Losses(world));
            await LoseAsync(world.Network, new Losses(world));
            await OrderAsync(world.Network, new Orders(world), new LostRegion(world, _receipts));
        }
        catch (Exception broken) when (broken is TimeoutException or InvalidOperationException or LedgerRpcException)
        {
            _faults.Add(broken.Message);
        }
    }

    private async Task ChangeAsync(TestNetwork network, SetChanges changes, Losses losses)
    {
        Note(await changes.AddAsync(network["sg-3"]));
        Note(await changes.RemoveAsync(network["sg-1"]));
        Note(await changes.ReplaceAsync(network["sz-2"], network["sz-3"]));

        await losses.StopAsync(network["sg-3"]);
        Note(await changes.RotateWithoutConsensusKeyAsync(network["sg-3"]));
        foreach (string name in (string[])["sz-1", "sg-2", "sz-3"])
        {
            Note(await changes.RotateAsync(network[name], down: "sg-3"));
        }

        Note(await losses.ReturnAsync(network["sg-3"], "stopped while every TLS key was changed"));
        await losses.StopAsync(network["sz-3"]);
        Note(await changes.RotateAsync(network["sg-3"], down: "sz-3"));
        Note(await losses.ReturnAsync(network["sz-3"], "stopped while the last key was changed"));
    }

    private async Task LoseAsync(TestNetwork network, Losses losses)
    {
        Note(await losses.WipeAsync(network["sg-3"]));
        Note(await losses.WipeAsync(network["sz-3"]));
        Note(await losses.TearAsync(network["sg-2"]));
        foreach (LostState loss in await losses.WipeTwoAsync(restored: network["sz-3"], rejoins: network["sg-3"]))
        {
            Note(loss);
        }
    }

    private async Task OrderAsync(TestNetwork network, Orders orders, LostRegion region)
    {
        Note(await orders.WipeAsync(network["sz-3"], network["sg-3"]));
        (OrderedReturn back, IReadOnlyList<RestoredBackup> backups) = await region.RestoreAsync(network["sg-2"], network["sg-3"]);
        Note(back);
        _backups.AddRange(backups);
    }

    private void Note(ChangedSet change)
    {
        _changes.Add(change);
        say($"{change.Change}: epoch {change.Epoch}, pause {change.PauseMs} ms, interval {change.IntervalMs} ms");
    }

    private void Note(LostState loss)
    {
        _losses.Add(loss);
        say($"{loss.Validator}, {loss.Loss}: voting after {loss.ToVotingMs} ms");
    }

    private void Note(OrderedReturn back)
    {
        _orders.Add(back);
        say($"{back.Validators}, {back.Loss}: commits {back.ToCommitMs} ms after the order, voting after {back.ToVotingMs} ms");
    }

    private async Task<MembershipReport> JudgeAsync(MembershipWorld world, LoadResult load, double seconds)
    {
        MembershipAudit audit = new(world, _receipts, _faults);
        StatusResponse head = await audit.HeadAsync();
        await audit.BelieveAsync();
        Latencies latencies = load.Latencies;
        return new MembershipReport(
            world.Network.Manifest.Name, plan.TransactionsPerSecond, _changes, _losses, _orders, _backups,
            load.Count(CallEnd.Committed), Math.Round(latencies.Percentile(50), 1), Math.Round(latencies.Percentile(99), 1),
            audit.VerifiedFromGenesis(), audit.VerifiedFromPin(), await audit.VerifiedAtMembersAsync(load), await audit.FollowLightAsync(),
            load.Failures, head.Height, head.Epoch, await audit.MisbehaviorsAsync(), seconds, _faults,
            await SourceCommit.FindAsync(world.Cancellation), DateTimeOffset.UtcNow, Machine.Current());
    }
}
