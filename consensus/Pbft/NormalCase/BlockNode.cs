using Ledger.Protocol.Blocks;

namespace Ledger.Consensus.NormalCase;

/// <summary>How far the checking of a block has come.</summary>
public enum CheckState
{
    Unchecked,
    Checking,
    Valid,
    Invalid,
}

/// <summary>An uncommitted block and what is known about it.</summary>
public sealed class BlockNode(Block block)
{
    public Block Block { get; } = block;

    public CheckState State { get; set; }
}
