using Ledger.Cryptography.Hashing;
using Ledger.Protocol.Encoding;
using Ledger.Protocol.Numbers;

namespace Ledger.Protocol.Transactions;

/// <summary>What every transaction begins with: version u8, chain id 32, kind u8, valid-until height u64.</summary>
/// <param name="ValidUntil">Last height at which the transaction may be included.</param>
public readonly record struct TransactionHeader(Digest ChainId, TransactionKind Kind, Height ValidUntil)
{
    public WireWriter Write(WireWriter writer)
        => writer.U8(Transaction.Version).Digest(ChainId).U8((byte)Kind).Height(ValidUntil);

    public static TransactionHeader Read(ref WireReader reader)
    {
        reader.Require(reader.U8() == Transaction.Version, DecodeFault.UnknownKind);
        return new TransactionHeader(reader.Digest(), (TransactionKind)reader.U8(), reader.Height());
    }
}
