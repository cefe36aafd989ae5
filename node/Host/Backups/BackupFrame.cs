using System.Buffers.Binary;
using Ledger.Cryptography.Hashing;
using Ledger.Engine.Backups;
using Ledger.Storage.Records;

namespace Ledger.Node.Backups;

/// <summary>The bytes around the parts of a backup; storage/FORMAT.md, Backups.</summary>
internal static class BackupFrame
{
    public const int HeaderSize = 64;

    /// <summary>Kind and length before a part; its CRC behind it.</summary>
    public const int PrefixSize = 5;

    /// <summary>Longest part, in bytes: more than a batch or a piece of a snapshot can have.</summary>
    public const int MaximumPartBytes = 64 * 1024 * 1024;

    private const ushort Version = 1;
    private const int VersionOffset = 8;
    private const int ChainOffset = 16;

    private static ReadOnlySpan<byte> Name => "LGRBKUP\n"u8;

    public static byte[] Header(Digest chainId)
    {
        byte[] header = new byte[HeaderSize];
        Name.CopyTo(header);
        BinaryPrimitives.WriteUInt16BigEndian(header.AsSpan(VersionOffset), Version);
        chainId.CopyTo(header.AsSpan(ChainOffset));
        BinaryPrimitives.WriteUInt32BigEndian(header.AsSpan(HeaderSize - sizeof(uint)), Crc32C.Of(header.AsSpan(..^sizeof(uint))));
        return header;
    }

    /// <summary>Judged in this order, so that a newer version may have another header behind its number.</summary>
    public static BackupFault Judge(ReadOnlySpan<byte> header, Digest chainId)
    {
        bool isNamed = header.StartsWith(Name);
        if (isNamed && BinaryPrimitives.ReadUInt16BigEndian(header[VersionOffset..]) > Version)
        {
            return BackupFault.NewerBackup;
        }

        bool isWhole = isNamed
            && BinaryPrimitives.ReadUInt32BigEndian(header[^sizeof(uint)..]) == Crc32C.Of(header[..^sizeof(uint)]);
        return !isWhole ? BackupFault.NotABackup
            : new Digest(header.Slice(ChainOffset, Digest.Size)) != chainId ? BackupFault.ForeignBackup
            : header.SequenceEqual(Header(chainId)) ? BackupFault.None
            : BackupFault.NotABackup;
    }

    public static byte[] Prefix(BackupPart part, int length)
    {
        byte[] prefix = new byte[PrefixSize];
        prefix[0] = (byte)part;
        BinaryPrimitives.WriteInt32BigEndian(prefix.AsSpan(1), length);
        return prefix;
    }

    /// <summary>Over the part's number, kind, length and bytes: a part that was moved fails it too.</summary>
    public static uint Checksum(ulong number, ReadOnlySpan<byte> prefix, ReadOnlySpan<byte> bytes)
    {
        Span<byte> head = stackalloc byte[sizeof(ulong) + PrefixSize];
        BinaryPrimitives.WriteUInt64BigEndian(head, number);
        prefix.CopyTo(head[sizeof(ulong)..]);
        return Crc32C.Of(bytes, Crc32C.Of(head));
    }

    public static byte[] Suffix(ulong number, ReadOnlySpan<byte> prefix, ReadOnlySpan<byte> bytes)
    {
        byte[] suffix = new byte[sizeof(uint)];
        BinaryPrimitives.WriteUInt32BigEndian(suffix, Checksum(number, prefix, bytes));
        return suffix;
    }
}
