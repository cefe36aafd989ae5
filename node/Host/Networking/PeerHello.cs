using System.Buffers.Binary;
using Ledger.Cryptography.Hashing;

namespace Ledger.Node.Networking;

/// <summary>The first frame of a connection: on which chain, on which lane, by what program. Who calls, its certificate says.</summary>
/// <remarks>
/// Payload, 43 bytes, big-endian: magic u32 "LDGP", version u16, chain id 32 bytes, lane u8, and the highest protocol version that the
/// program has, u32, which is shown to operators and decides nothing. The acceptor answers with
/// one status byte, 0 for accepted or the <see cref="PeerRefusal"/> it closes with, and goes on sending 0 as its keep-alive.
/// </remarks>
internal readonly record struct PeerHello(Digest ChainId, Lane Lane, uint Protocol)
{
    public const int Size = 4 + 2 + Digest.Size + 1 + 4;

    public const uint Magic = 0x4C444750;

    public const ushort Version = 3;

    /// <summary>The frame: four bytes of length, then the payload.</summary>
    public byte[] ToFrame()
    {
        byte[] frame = new byte[FrameReader.HeaderSize + Size];
        BinaryPrimitives.WriteUInt32BigEndian(frame, Size);
        Span<byte> payload = frame.AsSpan(FrameReader.HeaderSize);
        BinaryPrimitives.WriteUInt32BigEndian(payload, Magic);
        BinaryPrimitives.WriteUInt16BigEndian(payload[4..], Version);
        ChainId.CopyTo(payload[6..]);
        payload[38] = (byte)Lane;
        BinaryPrimitives.WriteUInt32BigEndian(payload[39..], Protocol);
        return frame;
    }

    /// <summary>Reads a payload; magic and version are judged first, so that a stranger is named as one.</summary>
    public static PeerRefusal Decode(ReadOnlySpan<byte> payload, out PeerHello hello)
    {
        hello = default;
        if (payload.Length != Size)
        {
            return PeerRefusal.MalformedHello;
        }

        if (BinaryPrimitives.ReadUInt32BigEndian(payload) != Magic)
        {
            return PeerRefusal.BadMagic;
        }

        if (BinaryPrimitives.ReadUInt16BigEndian(payload[4..]) != Version)
        {
            return PeerRefusal.UnsupportedVersion;
        }

        Lane lane = (Lane)payload[38];
        hello = new PeerHello(
            new Digest(payload.Slice(6, Digest.Size)), lane, BinaryPrimitives.ReadUInt32BigEndian(payload[39..]));
        return lane is Lane.Votes or Lane.Bulk ? PeerRefusal.None : PeerRefusal.UnknownLane;
    }
}
