namespace Ledger.Engine.Checkpoints;

/// <summary>What became of a validator's cosignatures (PROTOCOL.md C1).</summary>
public enum CosignedVerdict
{
    None = 0,

    /// <summary>They are of this node's own chain, and count.</summary>
    Counted,

    /// <summary>Of a block that this node does not have yet; judged when it has.</summary>
    Held,

    /// <summary>It said so before.</summary>
    Known,

    /// <summary>Of a smaller tree than the one that is published.</summary>
    Stale,

    /// <summary>The block at that height has another size or time.</summary>
    NotOfBlock,

    /// <summary>A tree of the same size as this node's own, with another root: signed, so it is evidence.</summary>
    Contradicts,
}
