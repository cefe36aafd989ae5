using Ledger.Cryptography.Hashing;
using Ledger.Protocol.Encoding;
using Ledger.Protocol.Numbers;
using Ledger.Protocol.Transactions;

namespace Ledger.Protocol.Statuses;

/// <summary>An issuer's changes of the statuses of what it anchored: all of them, or none (since protocol version 3).</summary>
/// <remarks>
/// PROTOCOL.md A1. After the header, big-endian: issuer u32, count u32 of 1 to <see cref="MaximumChanges"/>, then the changes in strictly
/// rising order of their commitments. Signed by the issuer as an anchor is.
/// </remarks>
public sealed class StatusTransaction : Transaction
{
    /// <summary>Most changes of one transaction: 270 KB.</summary>
    public const int MaximumChanges = 4_096;

    private StatusTransaction(ReadOnlyMemory<byte> bytes, TransactionHeader header, ref WireReader reader)
        : base(bytes, header)
    {
        Issuer = reader.U32();
        int count = reader.Count(MaximumChanges);
        reader.Require(count > 0, DecodeFault.NotCanonical);
        List<StatusChange> changes = [];
        for (int i = 0; i < count && !reader.Failed; i++)
        {
            changes.Add(StatusChange.Read(ref reader));
            reader.Require(i == 0 || changes[i].Commitment.CompareTo(changes[i - 1].Commitment) > 0, DecodeFault.NotCanonical);
        }

        Changes = changes;
    }

    public uint Issuer { get; }

    /// <summary>In rising order of their commitments, none twice.</summary>
    public IReadOnlyList<StatusChange> Changes { get; }

    public override uint Since => ProtocolVersions.Statuses;

    public override uint? SigningIssuer => Issuer;

    public static StatusTransaction Of(Digest chainId, Height validUntil, uint issuer, IEnumerable<StatusChange> changes)
    {
        StatusChange[] ordered = [.. changes.OrderBy(c => c.Commitment)];
        WireWriter writer = new TransactionHeader(chainId, TransactionKind.Status, validUntil).Write(new WireWriter(1024));
        writer.U32(issuer).U32((uint)ordered.Length);
        Array.ForEach(ordered, c => c.Write(writer));
        DecodeFault fault = TryDecode(writer.ToArray(), out Transaction? built);
        return built as StatusTransaction ?? throw new ArgumentException($"These values make no transaction: {fault}.");
    }

    internal static StatusTransaction Read(ReadOnlyMemory<byte> bytes, TransactionHeader header, ref WireReader reader)
        => new(bytes, header, ref reader);
}
