using Ledger.Cryptography.Hashing;
using Ledger.Protocol.Encoding;
using Ledger.Protocol.Merkle;

namespace Ledger.Protocol.Blocks;

/// <summary>One transaction's outcome as the header's outcomes root commits to it: id 32, outcome 1, first leaf 8, count 4.</summary>
public readonly record struct OutcomeRecord(Digest TransactionId, Outcome Outcome, ulong FirstLeaf, uint LeafCount)
{
    public const int Size = 45;

    public byte[] Encode()
    {
        WireWriter writer = new(Size);
        Write(writer);
        return writer.ToArray();
    }

    public void Write(WireWriter writer)
        => writer.Digest(TransactionId).U8((byte)Outcome).U64(FirstLeaf).U32(LeafCount);

    /// <summary>The root that a header has for these outcomes: RFC 6962 in SHA-256.</summary>
    public static Digest RootOf(IEnumerable<OutcomeRecord> outcomes)
        => new MerkleList([.. outcomes.Select(o => (ReadOnlyMemory<byte>)o.Encode())]).Root;

    public static OutcomeRecord Read(ref WireReader reader)
        => new(reader.Digest(), (Outcome)reader.U8(), reader.U64(), reader.U32());
}
