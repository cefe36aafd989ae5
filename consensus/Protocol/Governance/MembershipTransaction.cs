using Ledger.Cryptography.Hashing;
using Ledger.Protocol.Encoding;
using Ledger.Protocol.Numbers;
using Ledger.Protocol.Transactions;

namespace Ledger.Protocol.Governance;

/// <summary>What a validator's own node says of itself, signed with its consensus key: Ready (E5) or Rejoin (D2).</summary>
/// <remarks>
/// After the header: the validator's name, epoch u32, incarnation u64. Of that epoch and of no other, so it cannot be said again
/// later. A Ready is signed with the key that is to be let in, a Rejoin with the key that is in force. The incarnation is that of the
/// journal: so a validator that lost one never takes an older Rejoin, of a life it does not remember, for its own. A Ready has one,
/// too, or 0: the epoch that it brings about is after all that may have been signed before.
/// </remarks>
public sealed class MembershipTransaction : Transaction
{
    private MembershipTransaction(ReadOnlyMemory<byte> bytes, TransactionHeader header, ref WireReader reader)
        : base(bytes, header)
    {
        (Name, Epoch, Incarnation) = (reader.Text(), reader.Epoch(), reader.U64());
        reader.Require(Incarnation != 0 || header.Kind == TransactionKind.Ready, DecodeFault.NotCanonical);
    }

    public string Name { get; }

    public Epoch Epoch { get; }

    public ulong Incarnation { get; }

    public static MembershipTransaction Ready(Digest chainId, Height validUntil, string name, Epoch epoch, ulong incarnation = 0)
        => Build(new TransactionHeader(chainId, TransactionKind.Ready, validUntil), name, epoch, incarnation);

    public static MembershipTransaction Rejoin(Digest chainId, Height validUntil, string name, Epoch epoch, ulong incarnation)
        => Build(new TransactionHeader(chainId, TransactionKind.Rejoin, validUntil), name, epoch, incarnation);

    internal static MembershipTransaction Read(ReadOnlyMemory<byte> bytes, TransactionHeader header, ref WireReader reader)
        => new(bytes, header, ref reader);

    private static MembershipTransaction Build(TransactionHeader header, string name, Epoch epoch, ulong incarnation)
    {
        byte[] bytes = header.Write(new WireWriter()).Text(name).Epoch(epoch).U64(incarnation).ToArray();
        DecodeFault fault = TryDecode(bytes, out Transaction? built);
        return built as MembershipTransaction ?? throw new ArgumentException($"These values make no transaction: {fault}.");
    }
}
