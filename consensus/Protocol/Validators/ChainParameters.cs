using Ledger.Protocol.Blocks;
using Ledger.Protocol.Encoding;
using Ledger.Protocol.Numbers;

namespace Ledger.Protocol.Validators;

/// <summary>The numbers every validator of a chain must share; part of the canonical genesis bytes.</summary>
/// <remarks>
/// Wire: the protocol version u32, then the others in their order. The first epoch of a version is written as the version before
/// reads, for its programs hash it, too (P1).
/// </remarks>
/// <param name="Window">W: how many heights above the committed one may be in flight (N1).</param>
/// <param name="BaseTimeoutMs">T0 of V1.</param>
/// <param name="TimeoutCapMs">Most a view timeout grows to (V1).</param>
/// <param name="MaximumDriftMs">How far a new header's time may lie in the future (T0).</param>
/// <param name="MaximumValidityHeights">How far above its inclusion height a transaction may be valid.</param>
/// <param name="MaximumBlockBytes">Most bytes of the batches of one block together.</param>
/// <param name="ProtocolVersion">By which rules blocks are executed and voted for (P1).</param>
public sealed record ChainParameters(
    ulong Window = 8,
    ulong BaseTimeoutMs = 1_000,
    ulong TimeoutCapMs = 30_000,
    ulong MaximumDriftMs = 5_000,
    ulong MaximumValidityHeights = 10_000,
    uint MaximumBlockBytes = 16 * 1024 * 1024,
    uint ProtocolVersion = ProtocolVersions.First)
{
    /// <summary>Most a window may be: it bounds what a replica holds, and the headers of a receipt.</summary>
    public const ulong LargestWindow = 64;

    /// <summary>Most a time of these parameters may be: one hour.</summary>
    public const ulong LongestMs = 3_600_000;

    public const ulong LongestValidityHeights = 10_000_000;

    /// <summary>Most bytes of a block: every batch of it as long as a batch may be.</summary>
    public const uint LargestBlockBytes = Block.MaximumBatches * (uint)Batch.MaximumBytes;

    public void Write(WireWriter writer)
        => writer.U32(ProtocolVersion).U64(Window).U64(BaseTimeoutMs).U64(TimeoutCapMs).U64(MaximumDriftMs)
            .U64(MaximumValidityHeights).U32(MaximumBlockBytes);

    public static ChainParameters Read(ref WireReader reader)
    {
        uint version = reader.U32();
        return new ChainParameters(
            reader.U64(), reader.U64(), reader.U64(), reader.U64(), reader.U64(), reader.U32(), version);
    }
}
