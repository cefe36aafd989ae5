using Ledger.Cryptography.Hashing;
using Ledger.Protocol.Blocks;
using Ledger.Protocol.Messages;
using Ledger.Protocol.Numbers;

namespace Ledger.Simulation.Cast;

/// <summary>The blocks that were last proposed, in whatever view and by whomever.</summary>
internal sealed class PastBlocks
{
    /// <summary>Several at each height of a window; what is far below is final.</summary>
    private const int MostKept = 64;

    private readonly Dictionary<Digest, Block> _blocks = [];
    private readonly Queue<Digest> _order = [];

    public void Note(PrePrepare proposal)
    {
        if (_blocks.TryAdd(proposal.Block.Hash, proposal.Block))
        {
            _order.Enqueue(proposal.Block.Hash);
        }

        if (_order.Count > MostKept)
        {
            _blocks.Remove(_order.Dequeue());
        }
    }

    /// <summary>The ancestors of a block above a height that were noted, the lowest first.</summary>
    public IEnumerable<Block> Between(Height above, Block block)
    {
        Stack<Block> chain = [];
        while (_blocks.TryGetValue(block.Parent, out Block? parent) && parent.Height > above)
        {
            chain.Push(block = parent);
        }

        return chain;
    }
}
