using Ledger.Cryptography.Hashing;
using Ledger.Protocol.Blocks;

namespace Ledger.Simulation.Cast;

/// <summary>Blocks beside those the engine inside proposed: a child stands on its parent's forgery.</summary>
internal sealed class Forgeries
{
    /// <summary>More than any window holds; older ones are settled either way.</summary>
    private const int Most = 256;

    private readonly Dictionary<Digest, Block> _forged = [];

    public Block? Find(Digest original) => _forged.GetValueOrDefault(original);

    /// <summary>The block of another time, which is as valid as the first.</summary>
    public Block TwinOf(Block block) => Of(block, header => header with { TimeMs = header.TimeMs + 1 });

    /// <summary>The block's forgery, made when it is first asked for, so that everybody who gets it gets the same.</summary>
    public Block Of(Block block, Func<BlockHeader, BlockHeader> change)
    {
        if (Find(block.Hash) is { } known)
        {
            return known;
        }

        if (_forged.Count == Most)
        {
            _forged.Clear();
        }

        Digest parent = Find(block.Parent)?.Hash ?? block.Parent;
        return _forged[block.Hash] = new Block(change(block.Header with { Parent = parent }), block.Batches);
    }
}
