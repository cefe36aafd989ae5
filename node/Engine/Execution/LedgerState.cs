using Ledger.Consensus;
using Ledger.Protocol.Merkle;
using Ledger.Storage.State;

namespace Ledger.Engine.Execution;

/// <summary>The state after a block: a value, so that blocks on different parents are executed side by side.</summary>
/// <param name="TimeMs">The block's header time, Unix milliseconds.</param>
/// <param name="Log">The anchor log's right edge in both suites.</param>
/// <param name="Map">The authenticated map.</param>
public sealed record LedgerState(BlockRef Block, ulong TimeMs, AnchorFrontier Log, SparseMerkleMap Map);
