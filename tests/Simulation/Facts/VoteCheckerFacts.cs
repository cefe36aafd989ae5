using Ledger.Consensus;
using Ledger.Cryptography.Hashing;
using Ledger.Protocol.Blocks;
using Ledger.Protocol.Certificates;
using Ledger.Protocol.Messages;
using Ledger.Protocol.Numbers;
using Ledger.Protocol.Validators;
using Ledger.Simulation.Checkers;
using Ledger.Simulation.World;

namespace Ledger.Tests.Simulation;

/// <summary>The checker of votes by the trace: each rule is shown a vote that breaks it beside one that does not.</summary>
public sealed class VoteCheckerFacts : IDisposable
{
    private static readonly Block[] Chain = [.. Run(6)];

    private readonly SimulatedWorld _world = new(
        CheckerFacts.Quiet(320) with { Layout = [3, 1], Parameters = new ChainParameters(Window: 4) });
    private readonly BlockBook _blocks = new();
    private readonly VoteTally _tally;
    private readonly VoteChecker _checker;

    public VoteCheckerFacts()
    {
        _tally = new VoteTally(_world, _world.Genesis.Configuration);
        _checker = new VoteChecker(_blocks, _tally, 4, _world.Genesis.Configuration);
        Array.ForEach(Chain, block => _blocks.Sent(new PrePrepare(new ValidatorIndex(1), View.Zero, block, default)));
    }

    public void Dispose() => _world.Dispose();

    [Fact]
    public void A_prepare_below_the_last_is_noticed_and_the_same_again_is_not()
    {
        Send(0, Prepare(0, 1));
        Send(0, Prepare(0, 2));
        Send(0, Prepare(0, 1));
        _checker.Opened(OpenedOn(1, 1));
        Send(0, Prepare(1, 2));
        Assert.Contains("N2", Fails(() => Send(0, Prepare(0, 3))));
    }

    [Fact]
    public void A_prepare_that_skips_its_parent_is_noticed_unless_the_parent_is_certified_in_its_view()
    {
        Send(0, Prepare(0, 1));
        Assert.Contains("connected", Fails(() => Send(0, Prepare(0, 3))));

        Certify(StatementType.Prepare, view: 1, Chain[1]);
        Send(1, Prepare(0, 1));
        Assert.Contains("connected", Fails(() => Send(1, Prepare(0, 3))));

        Certify(StatementType.Prepare, view: 0, Chain[1]);
        Send(2, Prepare(0, 1));
        Send(2, Prepare(0, 3));
    }

    [Fact]
    public void A_prepare_in_a_view_whose_base_is_elsewhere_is_noticed()
    {
        _checker.Opened(OpenedOn(3, 2));
        Assert.Contains("connected", Fails(() => Send(0, Prepare(3, 1))));
        Send(2, Prepare(3, 2));
        Send(1, Prepare(3, 3));
    }

    [Fact]
    public void A_prepare_beyond_the_window_is_noticed()
    {
        Array.ForEach([1, 2, 3, 4], height => Send(0, Prepare(0, (ulong)height)));
        Assert.Contains("more than W", Fails(() => Send(0, Prepare(0, 5))));
    }

    [Fact]
    public void A_commit_without_a_prepared_quorum_of_its_view_and_of_every_region_is_noticed()
    {
        Array.ForEach([0, 1, 3], node => _tally.Sent(Prepare(0, 1, node)));
        Assert.Contains("N4", Fails(() => Send(0, Commit(0, 1))));
        _tally.Sent(Prepare(1, 1, by: 2));
        Assert.Contains("N4", Fails(() => Send(1, Commit(0, 1, 1))));

        _tally.Sent(Prepare(0, 1, by: 2));
        Send(3, Commit(0, 1, 3));
    }

    [Fact]
    public void A_prepare_forgotten_over_a_crash_is_noticed_and_one_that_was_never_sent_is_taken_up()
    {
        Send(0, Prepare(0, 1));
        _checker.Started(0, Durable(0, 2), 0);
        Send(0, Prepare(0, 2));
        Assert.Contains("forgot", Fails(() => _checker.Started(0, Durable(0, 1), 0)));
        Assert.Contains("forgot", Fails(() => _checker.Started(0, null, 0)));
    }

    [Fact]
    public void A_promise_more_than_W_above_what_the_disk_kept_is_noticed()
    {
        _checker.Started(0, Durable(0, 5), 1);
        Assert.Contains("durable height", Fails(() => _checker.Started(0, Durable(0, 5), 0)));
    }

    private void Send(int node, Vote vote) => _checker.Sent(node, vote, head: 0);

    private void Certify(StatementType type, ulong view, Block block)
    {
        Statement statement = new(type, new View(view), block.Height, block.Id);
        Array.ForEach([0, 1, 2], node => _tally.Sent(new Vote(new ValidatorIndex((byte)node), statement, default)));
    }

    private static Vote Prepare(ulong view, ulong height, int by = 0) => VoteOf(StatementType.Prepare, view, height, by);

    private static Vote Commit(ulong view, ulong height, int by = 0) => VoteOf(StatementType.Commit, view, height, by);

    private static Vote VoteOf(StatementType type, ulong view, ulong height, int by)
        => new(
            new ValidatorIndex((byte)by),
            new Statement(type, new View(view), new Height(height), Chain[(int)height - 1].Id),
            default);

    private static Promise.Prepared Durable(ulong view, ulong height)
        => new(new Position(new View(view), new Height(height)), Chain[(int)height - 1].Id);

    /// <summary>A NewView of one ViewChange with a certificate of the view before.</summary>
    private static NewView OpenedOn(ulong view, ulong height)
    {
        Statement prepared = new(
            StatementType.Prepare, new View(view - 1), new Height(height), Chain[(int)height - 1].Id);
        QuorumCertificate certificate = new(prepared, Ledger.Protocol.Validators.SignerSet.Empty, []);
        ViewChange change = new(new ValidatorIndex(0), new View(view), null, certificate, default);
        return new NewView(new ValidatorIndex(0), new View(view), [change], default);
    }

    private static IEnumerable<Block> Run(int length)
    {
        Digest parent = Sha256.Hash("genesis"u8);
        for (int i = 1; i <= length; i++)
        {
            Block block = new(HeaderOf((ulong)i, parent), []);
            parent = block.Hash;
            yield return block;
        }
    }

    private static BlockHeader HeaderOf(ulong height, Digest parent) => new()
    {
        ChainId = default,
        Epoch = default,
        Height = new Height(height),
        Parent = parent,
        TimeMs = height,
        ConfigurationHash = default,
        NextConfigurationHash = default,
        BatchesRoot = default,
        OutcomesRoot = default,
        LogSize = 0,
        LogRoot = default,
        LogRootSm3 = default,
        StateRoot = default,
    };

    private static string Fails(Action action) => Assert.Throws<SimulationFailure>(action).Message;
}
