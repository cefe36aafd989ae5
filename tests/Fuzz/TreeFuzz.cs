using Ledger.Consensus;
using Ledger.Protocol.Blocks;
using Ledger.Protocol.Certificates;
using Ledger.Protocol.Messages;
using Ledger.Tests.Unit.Consensus;
using Ledger.Tests.Unit.Protocol;

namespace Ledger.Tests.Fuzz;

/// <summary>View after view is opened by right and filled with rival blocks, while nothing is committed.</summary>
public sealed class TreeFuzz
{
    private const int Views = 200;

    /// <summary>The tree's span, and the proposals of one view's window on top.</summary>
    private const int MostBlocks = 128 + 64;

    /// <summary>
    /// A window of blocks is certified and not committed; validator 3, when it is the primary, proposes others at the same
    /// heights each time. They are of no certificate, so nobody has to keep them.
    /// </summary>
    [Fact]
    public void A_primary_that_fills_each_of_its_views_with_rivals_fills_no_memory()
        => Seeds.Try("tree", random =>
        {
            Committee four = new();
            Block[] chain = four.Run(8);
            HandDriven replica = Prepared(four, chain);
            QuorumCertificate highest = four.Certify(StatementType.Prepare, 0, chain[^1]);
            Assert.Equal(chain[^1].Height, replica.Replica.Durable.Highest?.Height);

            for (ulong view = 1; view < Views; view++)
            {
                ViewChange[] changes = [.. Enumerable.Range(1, 3).Select(by => four.Leave(by, view, prepared: highest))];
                replica.Receive(changes[0], changes[1]);
                if (four.Primary(view) == Committee.At(3))
                {
                    replica.Receive(four.Open(view, changes));
                    replica.Receive([.. Rivals(four, random, view).Select(block => four.Propose(3, view, block))]);
                }

                Assert.InRange(replica.Replica.TreeSize, 0, MostBlocks);
            }

            Assert.True(replica.Replica.View.Value >= Views - 1, $"view {replica.Replica.View}");
            Assert.All(chain, block => Assert.True(replica.Replica.Durable.Holds(new BlockRef(block.Height, block.Hash))));
        });

    private static HandDriven Prepared(Committee four, Block[] chain)
    {
        HandDriven replica = new(four, 0);
        replica.Step(new Input.Started());
        foreach (Block block in chain)
        {
            replica.Receive(four.Propose(0, block));
            replica.Receive(four.Prepare(1, 0, block), four.Prepare(2, 0, block));
        }

        return replica;
    }

    private static IEnumerable<Block> Rivals(Committee four, TinyRandom random, ulong view)
        => Enumerable.Range(1, 1 + random.Below(16)).Select(
            height => four.Child(random.Digest(), (ulong)height, salt: (int)(view % 256)));
}
