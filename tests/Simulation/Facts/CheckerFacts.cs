using Ledger.Cryptography.Hashing;
using Ledger.Engine;
using Ledger.Protocol.Blocks;
using Ledger.Protocol.Certificates;
using Ledger.Protocol.Messages;
using Ledger.Protocol.Numbers;
using Ledger.Protocol.Validators;
using Ledger.Simulation;
using Ledger.Simulation.Checkers;
using Ledger.Simulation.World;

namespace Ledger.Tests.Simulation;

/// <summary>The checkers catch what they are there for: each is shown a wrong planted beside the right.</summary>
public sealed class CheckerFacts
{
    private static readonly Digest One = Sha256.Hash("one"u8);

    private static readonly Digest Two = Sha256.Hash("two"u8);

    [Fact]
    public void Agreement_refuses_a_second_block_at_a_height()
    {
        AgreementChecker agreement = new();
        agreement.Committed(0, 1, One);
        agreement.Committed(1, 1, One);
        Assert.Contains("Agreement", Fails(() => agreement.Committed(2, 1, Two)));
    }

    [Fact]
    public void Two_votes_of_one_node_in_one_place_are_an_equivocation_and_the_same_vote_again_is_none()
    {
        EquivocationChecker checker = new(4);
        checker.Sent(0, Vote(StatementType.Prepare, 1, One));
        checker.Sent(0, Vote(StatementType.Prepare, 1, One));
        checker.Sent(0, Vote(StatementType.Commit, 1, One));
        Assert.Contains("Equivocation", Fails(() => checker.Sent(0, Vote(StatementType.Prepare, 1, Two))));
    }

    [Fact]
    public void A_vote_below_a_view_that_was_left_is_noticed()
    {
        EquivocationChecker checker = new(4);
        checker.Sent(0, new ViewChange(new ValidatorIndex(0), new View(2), null, null, default));
        checker.Sent(0, Vote(StatementType.Prepare, 2, One));
        Assert.Contains("V2", Fails(() => checker.Sent(0, Vote(StatementType.Prepare, 1, One))));
    }

    [Fact]
    public void A_view_change_that_hides_a_commit_is_noticed()
    {
        EquivocationChecker checker = new(4);
        checker.Sent(0, Vote(StatementType.Commit, 1, One));
        ViewChange hiding = new(new ValidatorIndex(0), new View(2), null, null, default);
        Assert.Contains("N4", Fails(() => checker.Sent(0, hiding)));
    }

    [Fact]
    public void A_receipt_with_any_byte_flipped_is_refused()
    {
        int receipts = 0;
        SimulationResult result = SimulationRun.Run(Quiet(71), last: world =>
        {
            ClientTransaction client = world.Workload.All.First(c => c.Acknowledged is not null);
            byte[] bytes = world.Nodes[1].Receipts!.Make(client.Acknowledged!.Value, 0)!.Encode();
            ReceiptChecker checker = new(world);
            checker.Check(bytes, world.Genesis, client.Transaction, 0, "the true one");
            for (int i = 0; i < bytes.Length; i++)
            {
                bytes[i] ^= 1;
                Assert.Contains("Receipts", Fails(() => checker.Check(bytes, world.Genesis, client.Transaction, 0, "the twin")));
                bytes[i] ^= 1;
                receipts++;
            }
        });
        Assert.True(result.IsClean, result.Message);
        Assert.True(receipts > 500);
    }

    [Fact]
    public void An_acknowledgement_at_another_place_than_the_chain_has_is_a_loss()
    {
        SimulationResult result = SimulationRun.Run(Quiet(72), last: world =>
        {
            ClientTransaction client = world.Workload.All.First(c => c.Acknowledged is not null);
            client.Acknowledged = client.Acknowledged!.Value with { FirstLeaf = 1_000 };
            DurabilityChecker.Check(world, new ReceiptChecker(world));
        });
        Assert.Equal(FailureKind.Correctness, result.Kind);
        Assert.Contains("Durability", result.Message);
    }

    [Fact]
    public void A_network_without_a_quorum_is_a_liveness_failure()
    {
        SimulationOptions options = Quiet(73);
        SimulationResult result = SimulationRun.Run(options, world =>
        {
            foreach (ulong atMs in new ulong[] { 0, options.FaultsMs + 1 })
            {
                world.Clock.At(atMs, () => Array.ForEach(world.Nodes[..2], n => n.Kill()));
            }
        });
        Assert.Equal(FailureKind.Liveness, result.Kind);
    }

    [Fact]
    public void A_new_proposal_in_a_view_of_an_earlier_life_is_noticed_and_one_in_a_higher_view_is_none()
    {
        EquivocationChecker checker = new(4);
        NewView[] opened =
            [.. Enumerable.Range(1, 3).Select(view => new NewView(new ValidatorIndex(0), new View((ulong)view), [], default))];
        checker.Sent(0, opened[0]);
        checker.Sent(0, opened[1]);
        checker.Started(0);
        checker.Sent(0, opened[1]);
        checker.Sent(0, opened[2]);
        EquivocationChecker restarted = new(4);
        restarted.Sent(0, opened[1]);
        restarted.Started(0);
        Assert.Contains("N7", Fails(() => restarted.Sent(0, opened[0])));
    }

    [Fact]
    public void A_certificate_that_lacks_a_region_or_a_good_signature_is_not_valid()
    {
        SimulationResult result = SimulationRun.Run(Quiet(74) with { Layout = [3, 1] }, last: world =>
        {
            BlockRecord record = world.Nodes[0].Receipts!.Chain.Read(new Height(1));
            Assert.True(CertificateChecker.IsGood(world, world.Genesis.Configuration, record, Certify(world, record, 0, 1, 2)));
            Assert.False(CertificateChecker.IsGood(world, world.Genesis.Configuration, record, Certify(world, record, 0, 1, 3)));
            Assert.False(CertificateChecker.IsGood(world, world.Genesis.Configuration, record, Certify(world, record, 0, 2)));
            QuorumCertificate forged = Certify(world, record, 0, 1, 2);
            byte[] signatures = forged.Signatures.ToArray();
            signatures[100] ^= 1;
            forged = new QuorumCertificate(forged.Statement, forged.Signers, signatures);
            Assert.False(CertificateChecker.IsGood(world, world.Genesis.Configuration, record, forged));
        });
        Assert.True(result.IsClean, result.Message);
    }

    [Fact]
    public void A_chain_of_another_genesis_has_other_roots()
    {
        SimulatedNode? other = null;
        SimulationRun.Run(Quiet(75), last: world => other = world.Nodes[0]);
        SimulationResult result = SimulationRun.Run(Quiet(76), last: world =>
        {
            new RootsChecker(world).Check(world.Nodes[0]);
            new RootsChecker(world).Check(other!);
        });
        Assert.Contains("Roots", result.Message);
    }

    [Fact]
    public void A_prepared_block_that_is_not_held_after_a_crash_is_noticed()
    {
        SimulationResult result = SimulationRun.Run(Quiet(77), last: world =>
        {
            PromiseChecker checker = new(new BlockBook(), new VoteTally(world, world.Genesis.Configuration), 4);
            checker.Sent(0, Vote(StatementType.Prepare, 1, One), Height.Genesis);
            checker.Started(world.Nodes[0], 0); // committed up to there: no longer promised
            Statement above = new(StatementType.Prepare, new View(0), new Height(10_000), new BlockId(One, One));
            checker.Sent(0, new Vote(new ValidatorIndex(0), above, default), new Height(9_999));
            checker.Started(world.Nodes[0], 0);
        });
        Assert.Contains("N3", result.Message);
    }

    [Fact]
    public void A_queue_over_its_bound_is_noticed()
    {
        SimulationResult result = SimulationRun.Run(Quiet(78), last: world =>
        {
            SimulationOptions tight = world.Options with { Engine = world.Options.Engine with { PoolTransactions = -1 } };
            BoundsChecker.Turned(world.Nodes[0], world.Options);
            BoundsChecker.Turned(world.Nodes[0], tight);
        });
        Assert.Contains("Bounds", result.Message);
    }

    [Fact]
    public void Without_an_honest_quorum_only_safety_is_asked_for()
    {
        SimulationResult result = SimulationRun.Run(
            Quiet(79), world => world.Clock.At(1_000, () => Array.ForEach(world.Nodes[..2], n => n.Retire())));
        Assert.True(result.IsClean, result.Message);
    }

    internal static SimulationOptions Quiet(ulong seed)
        => new() { Seed = seed, FaultsMs = 3_000, Transactions = 12 };

    private static QuorumCertificate Certify(SimulatedWorld world, BlockRecord record, params int[] signers)
    {
        Statement statement = new(StatementType.Commit, new View(0), record.Block.Height, record.Block.Id);
        SignerSet set = SignerSet.Of(signers.Select(i => new ValidatorIndex((byte)i)));
        return new QuorumCertificate(
            statement,
            set,
            [
                .. set.Members.SelectMany(i => statement.Sign(
                    world.Genesis.Context, world.SignerOf(world.Nodes[i.Value], world.Genesis.Configuration))),
            ]);
    }

    private static Vote Vote(StatementType type, ulong view, Digest hash)
        => new(new ValidatorIndex(0), new Statement(type, new View(view), new Height(1), new BlockId(hash, hash)), default);

    private static string Fails(Action action) => Assert.Throws<SimulationFailure>(action).Message;
}
