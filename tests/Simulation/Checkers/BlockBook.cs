using Ledger.Cryptography.Hashing;
using Ledger.Protocol.Blocks;
using Ledger.Protocol.Messages;

namespace Ledger.Simulation.Checkers;

/// <summary>Every block that was ever on a wire, whoever made it: what checkers need to know of parents and batches.</summary>
public sealed class BlockBook
{
    private readonly Dictionary<Digest, Block> _blocks = [];

    public void Sent(Message message)
    {
        if (message is PrePrepare proposal)
        {
            _blocks.TryAdd(proposal.Block.Hash, proposal.Block);
        }
        else if (message is ChainSegment segment)
        {
            foreach (Block block in segment.Chain)
            {
                _blocks.TryAdd(block.Hash, block);
            }
        }
    }

    public Block? Find(Digest hash) => _blocks.GetValueOrDefault(hash);
}
