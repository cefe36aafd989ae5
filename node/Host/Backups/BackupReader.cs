using System.Buffers.Binary;
using Ledger.Cryptography.Hashing;
using Ledger.Engine.Backups;
using Ledger.Storage.Records;

namespace Ledger.Node.Backups;

/// <summary>Reads a backup's parts, each by its checksum; what they say is <see cref="BackupCheck"/>'s to believe.</summary>
/// <remarks>Memory: one part. Reads forward only.</remarks>
/// <param name="name">What messages call the file.</param>
internal sealed class BackupReader(Stream file, string name)
{
    private long _at;
    private ulong _number;

    /// <exception cref="BackupException">It is no backup of this chain that this program reads.</exception>
    public void ReadHeader(Digest chainId)
    {
        byte[] header = new byte[BackupFrame.HeaderSize];
        BackupFault fault = file.ReadAtLeast(header, header.Length, throwOnEndOfStream: false) < header.Length
            ? BackupFault.NotABackup
            : BackupFrame.Judge(header, chainId);
        if (fault != BackupFault.None)
        {
            throw new BackupException(fault, name, 0);
        }

        _at = header.Length;
    }

    /// <summary>The next part.</summary>
    /// <exception cref="BackupException">It is cut or damaged.</exception>
    public (BackupPart Part, byte[] Bytes) ReadPart()
    {
        byte[] prefix = Take(BackupFrame.PrefixSize, _at);
        uint length = BinaryPrimitives.ReadUInt32BigEndian(prefix.AsSpan(1));
        if (length > BackupFrame.MaximumPartBytes)
        {
            throw new BackupException(BackupFault.BackupDamaged, name, _at);
        }

        if (file.CanSeek && length > file.Length - file.Position) // before it is allocated
        {
            throw new BackupException(BackupFault.BackupTruncated, name, _at);
        }

        byte[] bytes = Take((int)length, _at);
        uint checksum = BinaryPrimitives.ReadUInt32BigEndian(Take(sizeof(uint), _at));
        if (checksum != BackupFrame.Checksum(_number, prefix, bytes))
        {
            throw new BackupException(BackupFault.BackupDamaged, name, _at);
        }

        _at += BackupFrame.PrefixSize + bytes.Length + sizeof(uint);
        _number++;
        return ((BackupPart)prefix[0], bytes);
    }

    /// <summary>Gives every part to a check, in order, and wants nothing behind the last.</summary>
    /// <exception cref="BackupException">It is cut or damaged, or something of it is not believed.</exception>
    public void ReadInto(BackupCheck check)
    {
        while (check.Expected != BackupPart.None)
        {
            long at = _at;
            (BackupPart part, byte[] bytes) = ReadPart();
            BackupFault fault = check.Take(part, bytes);
            if (fault != BackupFault.None)
            {
                throw new BackupException(fault, name, at, check.Why);
            }
        }

        if (file.ReadByte() >= 0)
        {
            throw new BackupException(BackupFault.BackupTooLong, name, _at);
        }
    }

    private byte[] Take(int count, long part)
    {
        byte[] bytes = new byte[count];
        return file.ReadAtLeast(bytes, count, throwOnEndOfStream: false) == count
            ? bytes
            : throw new BackupException(BackupFault.BackupTruncated, name, part);
    }
}
