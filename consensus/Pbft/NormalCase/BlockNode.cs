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

    /// <summary>The check that was asked for judges no time: a quorum has vouched for the block (T0).</summary>
    public bool TimeIsWaived { get; set; }

    /// <summary>A check of it can still be asked for, be it once more when its time need not be judged any longer.</summary>
    public bool IsOpen => State == CheckState.Unchecked || (State == CheckState.Checking && !TimeIsWaived);
}
