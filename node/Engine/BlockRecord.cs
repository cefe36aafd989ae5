using Ledger.Protocol.Blocks;
using Ledger.Protocol.Certificates;
using Ledger.Protocol.Encoding;

namespace Ledger.Engine;

/// <summary>A committed block as the block log keeps it: block, outcomes, certificate.</summary>
/// <remarks>The certificate is the block's own; null where a descendant's, at most W away, covers it.</remarks>
public sealed record BlockRecord(Block Block, IReadOnlyList<OutcomeRecord> Outcomes, QuorumCertificate? Certificate)
{
    /// <summary>Most outcomes of one block: its batches full of transactions.</summary>
    private const int MaximumOutcomes = Block.MaximumBatches * Batch.MaximumTransactions;

    /// <summary>Batches and outcomes are those of the header's roots.</summary>
    public bool IsWhole => Block.IsWhole && OutcomeRecord.RootOf(Outcomes) == Block.Header.OutcomesRoot;

    public byte[] Encode()
    {
        WireWriter writer = new(BlockHeader.Size + 256 + (Outcomes.Count * OutcomeRecord.Size));
        Block.Write(writer);
        writer.U32((uint)Outcomes.Count);
        foreach (OutcomeRecord outcome in Outcomes)
        {
            outcome.Write(writer);
        }

        QuorumCertificate.WriteOptional(writer, Certificate);
        return writer.ToArray();
    }

    public static DecodeFault TryDecode(ReadOnlySpan<byte> bytes, out BlockRecord? record)
    {
        WireReader reader = new(bytes);
        Block block = Block.Read(ref reader);
        int count = reader.Count(MaximumOutcomes);
        reader.Require(count <= reader.Remaining / OutcomeRecord.Size, DecodeFault.Truncated); // before it is allocated
        OutcomeRecord[] outcomes = new OutcomeRecord[reader.Failed ? 0 : count];
        for (int i = 0; i < outcomes.Length; i++)
        {
            outcomes[i] = OutcomeRecord.Read(ref reader);
        }

        QuorumCertificate? certificate = QuorumCertificate.ReadOptional(ref reader);
        DecodeFault fault = reader.Finish();
        record = fault == DecodeFault.None ? new BlockRecord(block, outcomes, certificate) : null;
        return fault;
    }
}
