using Ledger.Protocol.Encoding;

namespace Ledger.Protocol.Transactions;

/// <summary>What all commitments of one transaction share.</summary>
/// <param name="DocumentType">Code of the consortium's list of document types.</param>
/// <param name="ValidFromSeconds">Unix seconds; 0 means no lower end.</param>
/// <param name="ValidToSeconds">Unix seconds; 0 means no upper end.</param>
public readonly record struct AnchorTerms(
    CommitmentScheme Scheme, ushort DocumentType, uint ValidFromSeconds, uint ValidToSeconds)
{
    public void Write(WireWriter writer)
        => writer.U8((byte)Scheme).U16(DocumentType).U32(ValidFromSeconds).U32(ValidToSeconds);

    public static AnchorTerms Read(ref WireReader reader)
    {
        AnchorTerms terms = new((CommitmentScheme)reader.U8(), reader.U16(), reader.U32(), reader.U32());
        reader.Require(
            terms.ValidToSeconds == 0 || terms.ValidFromSeconds <= terms.ValidToSeconds, DecodeFault.NotCanonical);
        return terms;
    }
}
