using System.Text.Json.Nodes;
using Ledger.Client;
using Ledger.Client.V1;
using Ledger.Cryptography.Hashing;
using Ledger.Node.Commands;
using Ledger.Protocol.Encoding;
using Ledger.Protocol.Receipts;
using Ledger.Testnet.Load;
using Ledger.Testnet.Measure;
using Ledger.Testnet.Network;
using Ledger.Testnet.Stages;
using ProductionSuites = Ledger.Node.Running.ProductionSuites;

namespace Ledger.Testnet.Ordeal;

/// <summary>A consortium of real processes changes all its members and keys, and loses validators, under load all the time.</summary>
/// <remarks>
/// The load goes to sz-1 and sg-2, which stay members. sg-3 is added, sg-1 removed, sz-3 takes the place of sz-2; then every key of
/// the four is changed with one of them down; then three of them lose what they have stored, two at once at the end.
/// </remarks>
public sealed class MembershipRun(MembershipPlan plan, Action<string> say)
{
    /// <summary>Transactions, evenly spread, of which every member is asked for a receipt afterwards.</summary>
    private const int SampledAtMembers = 500;

    private const int MostFaultsOfAKind = 3;

    private readonly List<ChangedSet> _changes = [];
    private readonly List<LostState> _losses = [];
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
            await ChangeAsync(world.Network, new SetChanges(world), new Losses(world));
            await LoseAsync(world.Network, new Losses(world));
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

    private async Task<MembershipReport> JudgeAsync(MembershipWorld world, LoadResult load, double seconds)
    {
        StatusResponse head = await HeadAsync(world);
        Digest pin = await world.Consortium.FetchEpochsAsync();
        IReadOnlyList<EpochLink> links = LinksIn(world.Consortium.EpochsPath);
        EpochHistory? followed = Believe(
            EpochHistory.FromGenesis(world.Network.Genesis, links, ProductionSuites.All, out EpochHistory? all), all);
        EpochHistory? pinned = Believe(
            EpochHistory.FromPinned(world.Network.Genesis, pin, links, ProductionSuites.All, out EpochHistory? past), past);
        long misbehaviors = await OrdealRun.MisbehaviorsAsync(world.Network.Running, world.Cancellation);
        if (misbehaviors > 0)
        {
            _faults.Add($"{misbehaviors} misbehaviours noticed among honest validators");
        }

        Latencies latencies = load.Latencies;
        return new MembershipReport(
            world.Network.Manifest.Name, plan.TransactionsPerSecond, _changes, _losses,
            load.Count(CallEnd.Committed), Math.Round(latencies.Percentile(50), 1), Math.Round(latencies.Percentile(99), 1),
            Verified(followed), Verified(pinned), await VerifiedAtMembersAsync(world, load, followed), load.Failures,
            head.Height, head.Epoch, misbehaviors, seconds, _faults,
            await SourceCommit.FindAsync(world.Cancellation), DateTimeOffset.UtcNow, Machine.Current());
    }

    /// <summary>That of all who run, who are the members; else it is a fault, and what one of them says.</summary>
    private async Task<StatusResponse> HeadAsync(MembershipWorld world)
    {
        try
        {
            return (await Wait.UntilHeadsAgreeAsync(world.Network, MembershipPlan.Patience, world.Cancellation))[0];
        }
        catch (TimeoutException never)
        {
            _faults.Add(never.Message);
            return await world.Asked.StatusAsync(world.Cancellation);
        }
    }

    private static IReadOnlyList<EpochLink> LinksIn(string path)
    {
        DecodeFault fault = EpochFile.TryDecode(File.ReadAllBytes(path), out EpochFile? file);
        return file?.Links ?? throw new InvalidOperationException($"{path}: {fault}");
    }

    private EpochHistory? Believe(HistoryProblem problem, EpochHistory? history)
    {
        if (history is null)
        {
            _faults.Add($"the set changes do not hold: {problem}");
        }

        return history;
    }

    private int Verified(EpochHistory? believed)
    {
        if (believed is null)
        {
            return 0;
        }

        (int verified, IReadOnlyCollection<string> faults) = _receipts.Verify(believed);
        _faults.AddRange(faults.Take(MostFaultsOfAKind));
        return verified;
    }

    /// <summary>Everybody who runs at the end is a member, and has what any of them acknowledged.</summary>
    private async Task<int> VerifiedAtMembersAsync(MembershipWorld world, LoadResult load, EpochHistory? believed)
    {
        PreparedTransaction[] all = [.. load.Acknowledged.Select(a => a.Transaction)];
        int step = Math.Max(1, all.Length / SampledAtMembers);
        PreparedTransaction[] sample = [.. all.Where((_, i) => i % step == 0)];
        int verified = 0;
        foreach (ValidatorNode node in world.Network.Running)
        {
            IReadOnlyCollection<string> faults = await Verify.FindUnreadableAsync(
                node, world.Network, sample, world.Cancellation, believed);
            _faults.AddRange(faults.Take(MostFaultsOfAKind));
            verified += sample.Length - faults.Count;
        }

        return verified;
    }
}
