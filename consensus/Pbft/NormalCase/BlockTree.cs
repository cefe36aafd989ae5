using Ledger.Cryptography.Hashing;
using Ledger.Protocol.Blocks;
using Ledger.Protocol.Encoding;
using Ledger.Protocol.Numbers;

namespace Ledger.Consensus.NormalCase;

/// <summary>The uncommitted blocks this replica knows, by hash, hanging from the committed head.</summary>
/// <remarks>Bounded: heights at most <see cref="Span"/> above the head, and one proposal a height and view.</remarks>
public sealed class BlockTree
{
    /// <summary>How far above the head a block is kept: one segment of catch-up and a window.</summary>
    public const ulong Span = 128;

    private readonly Dictionary<Digest, BlockNode> _nodes = [];

    public int Count => _nodes.Count;

    /// <summary>Whether a check can still be asked for; asked at every step, so it allocates nothing.</summary>
    public bool HasOpen
    {
        get
        {
            foreach (BlockNode node in _nodes.Values)
            {
                if (node.IsOpen)
                {
                    return true;
                }
            }

            return false;
        }
    }

    public BlockNode? Find(Digest hash) => _nodes.GetValueOrDefault(hash);

    /// <summary>Blocks in height order, so that parents come before children.</summary>
    public IEnumerable<BlockNode> ByHeight => _nodes.Values.OrderBy(n => n.Block.Height).ThenBy(n => n.Block.Hash);

    /// <summary>Adds a block unless it is known, at or below the head, or too far above it.</summary>
    public BlockNode? Add(Block block, Height head)
    {
        if (Find(block.Hash) is { } known)
        {
            return known;
        }

        if (block.Height <= head || block.Height > head + Span)
        {
            return null;
        }

        BlockNode node = new(block);
        _nodes.Add(block.Hash, node);
        return node;
    }

    internal void Write(WireWriter writer)
    {
        writer.U32((uint)Count);
        foreach (BlockNode node in ByHeight)
        {
            node.Block.Write(writer);
            writer.U8((byte)node.State).Bool(node.TimeIsWaived);
        }
    }

    internal void Read(ref WireReader reader)
    {
        for (int left = MemoryCodec.Count(ref reader); left > 0 && !reader.Failed; left--)
        {
            BlockNode node = new(Block.Read(ref reader)) { State = (CheckState)reader.U8(), TimeIsWaived = reader.Bool() };
            _nodes[node.Block.Hash] = node;
        }
    }

    /// <summary>Forgets everything at or below a committed height.</summary>
    public void Prune(Height head)
    {
        List<Digest> gone = [.. _nodes.Values.Where(n => n.Block.Height <= head).Select(n => n.Block.Hash)];
        gone.ForEach(hash => _nodes.Remove(hash));
    }

    /// <summary>Forgets blocks that <paramref name="keep"/> does not want.</summary>
    public void Retain(Func<Block, bool> keep)
    {
        List<Digest> gone = [.. _nodes.Values.Where(n => !keep(n.Block)).Select(n => n.Block.Hash)];
        gone.ForEach(hash => _nodes.Remove(hash));
    }
}
