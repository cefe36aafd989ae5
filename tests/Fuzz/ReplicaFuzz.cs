using Ledger.Consensus;
using Ledger.Protocol.Numbers;
using Ledger.Tests.Unit.Consensus;

namespace Ledger.Tests.Fuzz;

/// <summary>One replica of four, its peers behaving as two honest ones and one that may say anything it can sign.</summary>
/// <remarks>
/// <see cref="HandDriven"/> holds each step to the promises before the messages, and the last Prepare to rise.
/// </remarks>
public sealed class ReplicaFuzz
{
    private const int Steps = 400;

    /// <summary>The tree's span, and the proposals of one view's window on top.</summary>
    private const int MostBlocks = 128 + 64;

    /// <summary>A window of proposals and of votes twice over, sent again to one that asks, and what else a step says.</summary>
    private const int MostMessages = 64;

    [Fact]
    public void No_sequence_of_well_formed_messages_breaks_a_replica_or_makes_it_hold_without_bound()
    {
        int committed = 0;
        int moved = 0;
        Seeds.Try("replica", random =>
        {
            Committee four = new();
            Peers peers = new(four, random);
            HandDriven replica = new(four, 0) { Judge = block => peers.IsValid(block) };
            for (int step = 0; step < Steps; step++)
            {
                replica.Step(peers.Next(replica.Replica));
                Assert.InRange(replica.Replica.TreeSize, 0, MostBlocks);
                Assert.InRange(replica.Effects.Messages.Count + replica.Effects.Serves.Count, 0, MostMessages);
                Assert.InRange(replica.Effects.Promises.Count, 0, MostBlocks);
                if (random.Below(60) == 0)
                {
                    replica = replica.Restart();
                    replica.Judge = block => peers.IsValid(block);
                    replica.Step(new Input.Started());
                }
            }

            Assert.InRange(replica.Replica.Head.Height.Value, 0UL, peers.HonestHeight);
            committed += replica.Replica.Head.Height > Height.Genesis ? 1 : 0;
            moved += replica.Replica.View > View.Zero ? 1 : 0;
        });

        int few = Seeds.CountOf("replica") / 10;
        Assert.True(committed > few && moved > few, $"{committed} committed, {moved} moved");
    }
}
