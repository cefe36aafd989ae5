using System.Buffers.Binary;
using Ledger.Cryptography.Hashing;
using Ledger.Protocol.Encoding;
using Ledger.Protocol.Numbers;

namespace Ledger.Protocol.Statuses;

/// <summary>The status of one issuer's commitment as the state has it, with the change that made it so.</summary>
/// <remarks>
/// One entry of the authenticated map, written by that issuer's transactions alone: its index is in the key. Wire: status u8, reason u8,
/// height u64, time u64, and of a superseded one the successor 32.
/// </remarks>
/// <param name="Height">The block with its last change.</param>
/// <param name="TimeMs">That block's time, Unix milliseconds.</param>
/// <param name="Successor">What stands in its place; null but for <see cref="AnchorStatus.Superseded"/>.</param>
public sealed record StatusEntry(AnchorStatus Status, StatusReason Reason, Height Height, ulong TimeMs, Digest? Successor = null)
{
    /// <summary>The space of the state's keys that statuses stand in.</summary>
    public const byte Space = 0x06;

    /// <summary>Longest encoding in bytes.</summary>
    public const int MaximumBytes = 1 + 1 + 8 + 8 + Digest.Size;

    /// <summary>Nothing may change it any more.</summary>
    public bool IsFinal => Status is AnchorStatus.Revoked or AnchorStatus.Superseded;

    /// <summary>The key of an entry: the space, the issuer's index u32, the commitment 32.</summary>
    public static byte[] KeyOf(uint issuer, Digest commitment)
    {
        byte[] key = new byte[1 + sizeof(uint) + Digest.Size];
        key[0] = Space;
        BinaryPrimitives.WriteUInt32BigEndian(key.AsSpan(1), issuer);
        commitment.CopyTo(key.AsSpan(1 + sizeof(uint)));
        return key;
    }

    public byte[] Encode()
    {
        WireWriter writer = new(MaximumBytes);
        writer.U8((byte)Status).U8((byte)Reason).Height(Height).U64(TimeMs);
        return Successor is { } successor ? writer.Digest(successor).ToArray() : writer.ToArray();
    }

    public static DecodeFault TryDecode(ReadOnlySpan<byte> bytes, out StatusEntry? entry)
    {
        WireReader reader = new(bytes);
        AnchorStatus status = (AnchorStatus)reader.U8();
        StatusReason reason = (StatusReason)reader.U8();
        reader.Require(status is >= AnchorStatus.Active and <= AnchorStatus.Superseded, DecodeFault.UnknownKind);
        reader.Require(reason <= StatusReason.UnderReview, DecodeFault.UnknownKind);
        (Height height, ulong timeMs) = (reader.Height(), reader.U64());
        StatusEntry read = new(status, reason, height, timeMs, status == AnchorStatus.Superseded ? reader.Digest() : null);
        DecodeFault fault = reader.Finish();
        entry = fault == DecodeFault.None ? read : null;
        return fault;
    }
}
