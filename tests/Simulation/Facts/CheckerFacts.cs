using Ledger.Cryptography.Hashing;
using Ledger.Protocol.Blocks;
using Ledger.Protocol.Certificates;
using Ledger.Protocol.Messages;
using Ledger.Protocol.Numbers;
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
            checker.Check(bytes, client.Transaction, 0, "the true one");
            for (int i = 0; i < bytes.Length; i++)
            {
                bytes[i] ^= 1;
                Assert.Contains("Receipts", Fails(() => checker.Check(bytes, client.Transaction, 0, "the twin")));
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

    internal static SimulationOptions Quiet(ulong seed)
        => new() { Seed = seed, FaultsMs = 3_000, Transactions = 12 };

    private static Vote Vote(StatementType type, ulong view, Digest hash)
        => new(new ValidatorIndex(0), new Statement(type, new View(view), new Height(1), new BlockId(hash, hash)), default);

    private static string Fails(Action action) => Assert.Throws<SimulationFailure>(action).Message;
}
