using System.Buffers.Binary;
using System.Text;
using Ledger.Cryptography.Hashing;

namespace Ledger.Storage.Records;

/// <summary>The first 512 bytes of every log file: format, version, chain, and where its sequence starts.</summary>
/// <remarks>
/// Big-endian: format name 8, version 2, zero 2, segment 4, chain id 32, salt 4, owner 4, epoch 8, first sequence 8,
/// zeros, CRC-32C of the first 508 bytes 4. A file gets its real name only after its header is flushed, so a bad header
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

    /// <summary>Epoch from which a journal may promise; 0 elsewhere.</summary>
    public ulong Epoch { get; init; }

    /// <summary>Sequence number of the first record.</summary>
    public ulong FirstSequence { get; init; }

    public byte[] ToArray()
    {
        byte[] bytes = new byte[Size];
        Encoding.ASCII.GetBytes(Format.Name, bytes);
        BinaryPrimitives.WriteUInt16BigEndian(bytes.AsSpan(8), Format.Version);
        BinaryPrimitives.WriteUInt32BigEndian(bytes.AsSpan(12), Segment);
        ChainId.CopyTo(bytes.AsSpan(16));
        BinaryPrimitives.WriteUInt32BigEndian(bytes.AsSpan(48), Salt);
        BinaryPrimitives.WriteUInt32BigEndian(bytes.AsSpan(52), Owner);
        BinaryPrimitives.WriteUInt64BigEndian(bytes.AsSpan(56), Epoch);
        BinaryPrimitives.WriteUInt64BigEndian(bytes.AsSpan(64), FirstSequence);
        BinaryPrimitives.WriteUInt32BigEndian(bytes.AsSpan(CrcAt), Crc32C.Of(bytes.AsSpan(0, CrcAt)));
        return bytes;
    }

    /// <summary>Whether the bytes are an undamaged header, of whatever format and version.</summary>
    public static bool IsWhole(ReadOnlySpan<byte> bytes) =>
        bytes.Length >= Size && BinaryPrimitives.ReadUInt32BigEndian(bytes[CrcAt..]) == Crc32C.Of(bytes[..CrcAt]);

    /// <summary>Reads a header, refusing another format, a newer version and another chain by name.</summary>
    public static LogHeader Read(ReadOnlySpan<byte> bytes, LogFormat format, Digest chainId, string file)
    {
        if (!IsWhole(bytes) || Encoding.ASCII.GetString(bytes[..8]) != format.Name)
        {
            throw Refuse(StorageFault.HeaderDamaged, "Restore the file, or remove the folder and catch up.");
        }

        if (BinaryPrimitives.ReadUInt16BigEndian(bytes[8..]) > format.Version)
        {
            throw Refuse(StorageFault.NewerFormat, "Run the program version that wrote the file, or a later one.");
        }

        LogHeader header = Decode(bytes, format);
        return header.ChainId == chainId
            ? header
            : throw Refuse(StorageFault.ForeignChain, $"It is of chain {header.ChainId}: point at the right folder.");

        StorageFaultException Refuse(StorageFault fault, string remedy) => new(fault, file, 0, remedy);
    }

    private static LogHeader Decode(ReadOnlySpan<byte> bytes, LogFormat format) => new()
    {
        Format = format,
        Segment = BinaryPrimitives.ReadUInt32BigEndian(bytes[12..]),
        ChainId = new Digest(bytes.Slice(16, Digest.Size)),
        Salt = BinaryPrimitives.ReadUInt32BigEndian(bytes[48..]),
        Owner = BinaryPrimitives.ReadUInt32BigEndian(bytes[52..]),
        Epoch = BinaryPrimitives.ReadUInt64BigEndian(bytes[56..]),
        FirstSequence = BinaryPrimitives.ReadUInt64BigEndian(bytes[64..]),
    };
}
