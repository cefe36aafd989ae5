using Ledger.Consensus;
using Ledger.Engine.Execution.Governance;
using Ledger.Protocol.Merkle;
using Ledger.Protocol.Validators;
using Ledger.Storage.State;

namespace Ledger.Engine.Execution;

/// <summary>The state after a block: a value, so that blocks on different parents are executed side by side.</summary>
/// <param name="TimeMs">The block's header time, Unix milliseconds.</param>
/// <param name="Log">The anchor log's right edge in both suites.</param>
/// <param name="Map">The authenticated map.</param>
/// <param name="Governance">What the chain has decided about itself; it stands in the map, too.</param>
public sealed record LedgerState(
    BlockRef Block, ulong TimeMs, AnchorFrontier Log, SparseMerkleMap Map, GovernanceState Governance)
{
    /// <summary>The configuration that the next block is under.</summary>
    public EpochConfiguration NextEpoch => Governance.After(Block.Height);
}
