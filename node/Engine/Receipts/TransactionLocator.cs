using Ledger.Protocol.Blocks;
using Ledger.Protocol.Encoding;
using Ledger.Protocol.Numbers;

namespace Ledger.Engine.Receipts;

/// <summary>Where a transaction stands: height 8, outcome 1, first leaf 8, leaf count 4.</summary>
public readonly record struct TransactionLocator(Height Height, Outcome Outcome, ulong FirstLeaf, uint LeafCount)
{
    public byte[] Encode()
        => new WireWriter(21).Height(Height).U8((byte)Outcome).U64(FirstLeaf).U32(LeafCount).ToArray();

    public static TransactionLocator Decode(ReadOnlySpan<byte> bytes)
    {
        WireReader reader = new(bytes);
        return new TransactionLocator(reader.Height(), (Outcome)reader.U8(), reader.U64(), reader.U32());
    }
}
