using Ledger.Protocol.Blocks;
using Ledger.Protocol.Numbers;

namespace Ledger.Engine.Batching;

/// <summary>An uncommitted batch at this validator.</summary>
public sealed class HeldBatch(CheckedBatch batch, ulong arrivedMs, ValidatorIndex? from = null)
{
    public CheckedBatch Batch { get; } = batch;

    public ulong ArrivedMs { get; } = arrivedMs;

    /// <summary>The peer that sent it; null for one of our own.</summary>
    public ValidatorIndex? From { get; } = from;

    /// <summary>When it was last sent to the primary, for a batch of our own.</summary>
    public ulong SentMs { get; set; } = arrivedMs;

    /// <summary>Blocks that had room and left it out (V1, starvation).</summary>
    public int LeftOut { get; set; }
}
