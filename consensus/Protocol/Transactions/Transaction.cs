using Ledger.Cryptography.Hashing;
using Ledger.Protocol.Encoding;
using Ledger.Protocol.Governance;
using Ledger.Protocol.Numbers;
using Ledger.Protocol.Statuses;

namespace Ledger.Protocol.Transactions;

/// <summary>What somebody asks the chain to do, in canonical bytes; its id is the SHA-256 of exactly these bytes.</summary>
/// <remarks>
/// PROTOCOL.md section 3. Every kind begins, big-endian: version u8 = 1, chain id 32, kind u8, valid-until height u64.
/// </remarks>
public abstract class Transaction(ReadOnlyMemory<byte> bytes, TransactionHeader header)
{
    public const byte Version = 1;

    /// <summary>Length of what every kind begins with.</summary>
    public const int HeaderBytes = 1 + 32 + 1 + 8;

    /// <summary>Longest canonical bytes: an AnchorList's.</summary>
    public const int MaximumBytes = AnchorTransaction.LongestBytes;

    /// <summary>The canonical bytes.</summary>
    public ReadOnlyMemory<byte> Bytes { get; } = bytes;

    public Digest Id { get; } = Sha256.Hash(bytes.Span);

    public Digest ChainId => header.ChainId;

    public TransactionKind Kind => header.Kind;

    /// <summary>Last height at which the transaction may be included.</summary>
    public Height ValidUntil => header.ValidUntil;

    /// <summary>How many leaves it adds to the anchor log.</summary>
    public virtual int LeafCount => 0;

    /// <summary>The protocol version that its kind came with: in an epoch of an older one no block has it.</summary>
    public virtual uint Since => ProtocolVersions.First;

    /// <summary>The issuer that must have signed it; null for one that is about the chain itself.</summary>
    public virtual uint? SigningIssuer => null;

    /// <summary>Decodes canonical bytes and keeps them; no other bytes decode to the same transaction.</summary>
    public static DecodeFault TryDecode(ReadOnlyMemory<byte> bytes, out Transaction? transaction)
    {
        WireReader reader = new(bytes.Span);
        TransactionHeader header = TransactionHeader.Read(ref reader);
        Transaction? read = header.Kind switch
        {
            TransactionKind.AnchorList or TransactionKind.AnchorRoot => AnchorTransaction.Read(bytes, header, ref reader),
            TransactionKind.Governance => GovernanceTransaction.Read(bytes, header, ref reader),
            TransactionKind.Ready or TransactionKind.Rejoin => MembershipTransaction.Read(bytes, header, ref reader),
            TransactionKind.Status => StatusTransaction.Read(bytes, header, ref reader),
            _ => null,
        };
        reader.Require(read is not null, DecodeFault.UnknownKind);
        DecodeFault fault = reader.Finish();
        transaction = fault == DecodeFault.None ? read : null;
        return fault;
    }
}
