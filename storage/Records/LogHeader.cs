using System.Buffers.Binary;
using System.Text;
using Ledger.Cryptography.Hashing;

namespace Ledger.Storage.Records;

/// <summary>The first 512 bytes of every log file: format, version, chain, and where its sequence starts.</summary>
/// <remarks>
/// Big-endian: format name 8, version 2, zero 2, segment 4, chain id 32, salt 4, owner 4, epoch 8, first sequence 8,
/// half 4, zeros, CRC-32C of the first 508 bytes 4. A file gets its real name only after its header is flushed, so a bad header
/// is damage.
/// </remarks>
public sealed record LogHeader
{
    public const int Size = 512;
    private const int CrcAt = Size - sizeof(uint);

    public required LogFormat Format { get; init; }

    public required Digest ChainId { get; init; }

    /// <summary>Starts the record checksums of this file.</summary>
    public uint Salt { get; init; }

    /// <summary>Number of this file among its series, from 0.</summary>
    public uint Segment { get; init; }

    /// <summary>Validator index of a journal; 0 elsewhere.</summary>
    public uint Owner { get; init; }

    /// <summary>Of a journal, see <see cref="Journal.JournalIdentity"/>; 0 elsewhere.</summary>
    public ulong Incarnation { get; init; }

    /// <summary>Sequence number of the first record.</summary>
    public ulong FirstSequence { get; init; }

    /// <summary>Bytes of each half of a journal, so that a file that was cut is known from a full one; 0 elsewhere.</summary>
    public uint HalfBytes { get; init; }

    public byte[] ToArray()
    {
        byte[] bytes = new byte[Size];
        Encoding.ASCII.GetBytes(Format.Name, bytes);
        BinaryPrimitives.WriteUInt16BigEndian(bytes.AsSpan(8), Format.Version);
        BinaryPrimitives.WriteUInt32BigEndian(bytes.AsSpan(12), Segment);
        ChainId.CopyTo(bytes.AsSpan(16));
        BinaryPrimitives.WriteUInt32BigEndian(bytes.AsSpan(48), Salt);
        BinaryPrimitives.WriteUInt32BigEndian(bytes.AsSpan(52), Owner);
        BinaryPrimitives.WriteUInt64BigEndian(bytes.AsSpan(56), Incarnation);
        BinaryPrimitives.WriteUInt64BigEndian(bytes.AsSpan(64), FirstSequence);
        BinaryPrimitives.WriteUInt32BigEndian(bytes.AsSpan(72), HalfBytes);
        BinaryPrimitives.WriteUInt32BigEndian(bytes.AsSpan(CrcAt), Crc32C.Of(bytes.AsSpan(0, CrcAt)));
        return bytes;
    }

    /// <summary>Whether the bytes are an undamaged header, of whatever format and version.</summary>
    public static bool IsWhole(ReadOnlySpan<byte> bytes) =>
        bytes.Length >= Size && BinaryPrimitives.ReadUInt32BigEndian(bytes[CrcAt..]) == Crc32C.Of(bytes[..CrcAt]);

    /// <summary>The length of a half that an undamaged header names; 0 when it names none.</summary>
    public static uint HalfBytesIn(ReadOnlySpan<byte> bytes) =>
        IsWhole(bytes) ? BinaryPrimitives.ReadUInt32BigEndian(bytes[72..]) : 0;

    /// <summary>Refuses a file whose header says that it is another of its series.</summary>
    public void RequireSegment(uint segment, string file)
    {
        if (Segment != segment)
        {
            throw new StorageFaultException(
                StorageFault.MisplacedFile, file, 12, $"It is number {Segment} of its series, not {segment}.");
        }
    }

    /// <summary>Reads a header, refusing another format, another version, another chain and another secret by name.</summary>
    public static LogHeader Read(ReadOnlySpan<byte> bytes, LogFormat format, LogIdentity identity, string file)
    {
        if (!IsWhole(bytes))
        {
            throw new StorageFaultException(StorageFault.HeaderDamaged, file, 0);
        }

        string name = Encoding.ASCII.GetString(bytes[..8]);
        if (name != format.Name)
        {
            throw new StorageFaultException(
                StorageFault.MisplacedFile, file, 0, $"It is a {name.Trim()} file, not {format.Name.Trim()}.");
        }

        int version = BinaryPrimitives.ReadUInt16BigEndian(bytes[8..]);
        if (version != format.Version)
        {
            throw new StorageFaultException(
                version > format.Version ? StorageFault.NewerFormat : StorageFault.UnknownFormat, file, 8,
                $"It is of version {version}, this program reads {format.Version}.");
        }

        LogHeader header = Decode(bytes, format);
        if (header.ChainId != identity.ChainId)
        {
            throw new StorageFaultException(
                StorageFault.ForeignChain, file, 16, $"It is of chain {header.ChainId}, not {identity.ChainId}.");
        }

        return header.Salt == identity.Salt || !format.IsSalted
            ? header
            : throw new StorageFaultException(StorageFault.ForeignSecret, file, 48);
    }

    private static LogHeader Decode(ReadOnlySpan<byte> bytes, LogFormat format) => new()
    {
        Format = format,
        Segment = BinaryPrimitives.ReadUInt32BigEndian(bytes[12..]),
        ChainId = new Digest(bytes.Slice(16, Digest.Size)),
        Salt = BinaryPrimitives.ReadUInt32BigEndian(bytes[48..]),
        Owner = BinaryPrimitives.ReadUInt32BigEndian(bytes[52..]),
        Incarnation = BinaryPrimitives.ReadUInt64BigEndian(bytes[56..]),
        FirstSequence = BinaryPrimitives.ReadUInt64BigEndian(bytes[64..]),
        HalfBytes = BinaryPrimitives.ReadUInt32BigEndian(bytes[72..]),
    };
}
