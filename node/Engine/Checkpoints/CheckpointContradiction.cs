using Ledger.Protocol.Blocks;
using Ledger.Protocol.Messages;
using Ledger.Protocol.Validators;

namespace Ledger.Engine.Checkpoints;

/// <summary>A validator cosigned another tree than the one that a final block of this node has at that size.</summary>
/// <param name="Epoch">Whose set has the keys that signed.</param>
/// <param name="Own">The final block's header.</param>
public sealed record CheckpointContradiction(EpochConfiguration Epoch, Cosigned Said, BlockHeader Own);
