using Ledger.Consensus;
using Ledger.Cryptography.Hashing;
using Ledger.Protocol.Blocks;
using Ledger.Protocol.Messages;
using Ledger.Protocol.Numbers;
using Ledger.Simulation.World;

namespace Ledger.Simulation.Checkers;

/// <summary>N3: whoever comes back from a crash has the block of every Prepare it sent, its ancestors and their batches.</summary>
/// <remarks>
/// Until a block of that height is on its chain. What was final when it was prepared is for all to keep who prepared it before.
/// A node whose logs were damaged is excused: it is one of the f.
/// </remarks>
public sealed class PromiseChecker(BlockBook blocks, VoteTally tally, int validators)
{
    private readonly Dictionary<BlockRef, Height>[] _promised =
        [.. Enumerable.Range(0, validators).Select(_ => new Dictionary<BlockRef, Height>())];

    private readonly BlockRef?[] _repeated = new BlockRef?[validators];

    /// <param name="head">The height it had committed: what is final is for all who prepared it to keep.</param>
    /// <remarks>
    /// A Prepare repeated after a restart promises nothing new: what was final when it was promised, the crash may have taken.
    /// </remarks>
    public void Sent(int node, Vote vote, Height head)
    {
        BlockRef block = new(vote.Height, vote.Block.Sha256);
        if (!vote.IsCommit && block != _repeated[node])
        {
            _promised[node].TryAdd(block, head);
        }
    }

    public void Started(SimulatedNode node, int place)
    {
        Height head = node.Receipts!.Chain.Head;
        Dictionary<BlockRef, Height> promised = _promised[place];
        TakeUp(place, node.Engine!.Replica.Durable.LastPrepare);
        foreach (BlockRef past in promised.Keys.Where(p => p.Height <= head))
        {
            promised.Remove(past);
        }

        foreach ((BlockRef block, Height committed) in promised)
        {
            CheckChain(node, block, committed > head ? committed : head);
        }
    }

    /// <summary>What it promised to keep is lost; whoever else signed for it keeps it (D3).</summary>
    public void Recovered(int node) => _promised[node].Clear();

    /// <summary>A promise made just before the crash and never sent: of its ancestors nobody knows which were final by then.</summary>
    private void TakeUp(int node, Promise.Prepared? durable)
    {
        _repeated[node] = durable is { } last ? new BlockRef(last.Position.Height, last.Block.Sha256) : null;
        if (_repeated[node] is { } block && !tally.IsFinal(block.Hash))
        {
            _promised[node].TryAdd(block, new Height(block.Height.Value - 1));
        }
    }

    private void CheckChain(SimulatedNode node, BlockRef promised, Height above)
    {
        Digest hash = promised.Hash;
        for (Height height = promised.Height; height > above; height = new Height(height.Value - 1))
        {
            Block? block = blocks.Find(hash);
            bool held = block is not null && node.Engine!.Replica.Durable.Holds(new BlockRef(height, hash))
                && block.Batches.All(digest => Sha256.Hash(node.Receipts!.ReadBatch(digest)) == digest);
            SimulationFailure.Unless(
                held, $"N3: node {node.Index} prepared at height {promised.Height} and does not hold the block at {height}");
            hash = block!.Parent;
        }
    }
}
