using Ledger.Cryptography.Hashing;
using Ledger.Engine;
using Ledger.Protocol.Blocks;
using Ledger.Protocol.Messages;
using Ledger.Protocol.Numbers;
using Ledger.Protocol.Transactions;
using Ledger.Protocol.Validators;
using Ledger.Simulation;
using Ledger.Simulation.World;

namespace Ledger.Tests.Simulation;

/// <summary>The simulated network does what it says, to the virtual millisecond.</summary>
public sealed class NetworkFacts
{
    private const ulong FloodMs = 500;

    private const ulong UntilMs = 20_000;

    private const int BatchesPerLink = 2;

    /// <summary>32 MB on the twelve links between four nodes.</summary>
    private const int CommitmentsPerBatch = 32 * 1024 * 1024 / 12 / BatchesPerLink / Digest.Size;

    [Fact]
    public void With_32_MB_of_batches_in_flight_every_commit_comes_in_the_same_millisecond_as_without()
    {
        SimulationOptions options = Narrow;

        Assert.Equal(CommitTimes(options, flood: false), CommitTimes(options, flood: true));
    }

    [Fact]
    public void On_one_wire_for_both_lanes_the_same_batches_hold_commits_up()
    {
        SimulationOptions options = Narrow with { LanesShareTheWire = true };

        ulong[] alone = CommitTimes(options, flood: false);
        ulong[] flooded = CommitTimes(options, flood: true);

        Assert.True(flooded[^1] > alone[^1] + 1_000, $"the last commit came at {flooded[^1]} ms, without batches at {alone[^1]}");
    }

    [Fact]
    public void A_clogged_link_loses_nothing_and_lets_it_go_in_order()
    {
        SimulationResult result = SimulationRun.Run(CheckerFacts.Quiet(310), world =>
        {
            world.Clock.At(500, () => world.Network.Clog(1, 0));
            world.Clock.At(2_000, () => world.Network.Unclog(1, 0));
        });

        Assert.True(result.IsClean, result.Message);
    }

    /// <summary>
    /// One megabyte a second: the flood alone takes three seconds. All transactions are submitted before it, each has a batch
    /// of its own, each batch a block, one block at a time: seconds of votes and proposals and nothing else to send.
    /// </summary>
    private static SimulationOptions Narrow => CheckerFacts.Quiet(311) with
    {
        BytesPerMs = 1_000,
        TurnDelayMs = 0,
        FaultsMs = FloodMs - 100,
        Transactions = 40,
        ClientTimeoutMs = 60_000,
        Parameters = new ChainParameters(Window: 1),
        Engine = new EngineOptions(BatchDelayMs: 0, ProposalBytes: 1, ResendMs: 60_000),
    };

    /// <summary>When each height was committed at each node, in the order of the commits.</summary>
    private static ulong[] CommitTimes(SimulationOptions options, bool flood)
    {
        List<ulong> times = [];
        SimulationResult result = SimulationRun.Run(options, world =>
        {
            if (flood)
            {
                world.Clock.At(FloodMs, () => Flood(world));
            }

            for (ulong atMs = 0; atMs < UntilMs; atMs++)
            {
                ulong now = atMs;
                world.Clock.At(now, () => times.AddRange(NewCommits(world, times.Count).Select(_ => now)));
            }
        });
        Assert.True(result.IsClean, result.Message);
        Assert.True(times[^1] > FloodMs + 1_000, $"the last commit came at {times[^1]} ms");
        return [.. times];
    }

    private static IEnumerable<int> NewCommits(SimulatedWorld world, int known)
        => Enumerable.Range(known, world.Nodes.Sum(n => (int)n.Engine!.State.Block.Height.Value) - known);

    /// <summary>Batches of another chain: every node takes them off the wire, checks them and has no use for them.</summary>
    private static void Flood(SimulatedWorld world)
    {
        foreach (SimulatedNode node in world.Nodes)
        {
            for (byte number = 0; number < BatchesPerLink; number++)
            {
                byte[] frame = BatchOf(world, node.Index, number).ToFrame(world.Genesis.Configuration.Number);
                foreach (SimulatedNode peer in world.Nodes.Where(p => p != node))
                {
                    world.Network.Send(node.Index, peer.Index, TransportLane.Bulk, frame);
                }
            }
        }
    }

    private static BatchMessage BatchOf(SimulatedWorld world, int node, byte number)
    {
        Transaction transaction = AnchorTransaction.List(
            Sha256.Hash([number]),
            new Height(10),
            0,
            new AnchorTerms(CommitmentScheme.SaltedFile, 7, 0, 0),
            new byte[CommitmentsPerBatch * Digest.Size]);
        ValidatorIndex origin = new((byte)node);
        return new BatchMessage(origin, Batch.Of(origin, [SignedTransaction.Sign(transaction, world.IssuerSigner)]));
    }
}
