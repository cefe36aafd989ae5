using System.Buffers.Binary;
using System.Text;
using Ledger.Storage.Devices;

namespace Ledger.Storage.Records;

/// <summary>A small file replaced as a whole: what it says is either the old or the new, never a mixture.</summary>
/// <remarks>
/// Big-endian: format name 8, version 2, zero 2, payload length 4, chain id 32, payload, CRC-32C of all before it 4.
/// </remarks>
public static class Manifest
{
    private const int HeaderBytes = 48;

    /// <summary>Writes a new file beside the old one, flushes it, and takes the old one's name durably.</summary>
    public static void Write(
        IDirectory directory, string name, LogFormat format, LogIdentity identity, ReadOnlySpan<byte> payload)
    {
        byte[] bytes = new byte[HeaderBytes + payload.Length + sizeof(uint)];
        Encoding.ASCII.GetBytes(format.Name, bytes);
        BinaryPrimitives.WriteUInt16BigEndian(bytes.AsSpan(8), format.Version);
        BinaryPrimitives.WriteInt32BigEndian(bytes.AsSpan(12), payload.Length);
        identity.ChainId.CopyTo(bytes.AsSpan(16));
        payload.CopyTo(bytes.AsSpan(HeaderBytes));
        Span<byte> crc = bytes.AsSpan(bytes.Length - sizeof(uint));
        BinaryPrimitives.WriteUInt32BigEndian(crc, Crc32C.Of(bytes.AsSpan(0, bytes.Length - sizeof(uint))));
        directory.Replace(name, 0, file => file.Write(0, bytes));
    }

    /// <summary>Reads the payload; null when there is no file, its bytes are bad, or an older version wrote it.</summary>
    /// <exception cref="StorageFaultException">A whole file of a newer version or another chain.</exception>
    public static byte[]? TryRead(IDirectory directory, string name, LogFormat format, LogIdentity identity)
    {
        if (!directory.Exists(name))
        {
            return null;
        }

        using IDevice device = directory.Open(name);
        byte[] bytes = new byte[Math.Min(device.Length, HeaderBytes + sizeof(uint) + format.MaximumPayloadBytes)];
        device.Read(0, bytes);
        if (!IsWhole(bytes, format))
        {
            return null;
        }

        int version = BinaryPrimitives.ReadUInt16BigEndian(bytes.AsSpan(8));
        if (version > format.Version)
        {
            throw new StorageFaultException(StorageFault.NewerFormat, device.Path, 8,
                $"It is of version {version}, this program reads {format.Version}.");
        }

        if (!bytes.AsSpan(16, 32).SequenceEqual(identity.ChainId.ToArray()))
        {
            throw new StorageFaultException(StorageFault.ForeignChain, device.Path, 16);
        }

        return version == format.Version ? bytes[HeaderBytes..^sizeof(uint)] : null;
    }

    private static bool IsWhole(ReadOnlySpan<byte> bytes, LogFormat format) =>
        bytes.Length >= HeaderBytes + sizeof(uint)
        && bytes.Length == HeaderBytes + sizeof(uint) + (long)BinaryPrimitives.ReadUInt32BigEndian(bytes[12..])
        && Encoding.ASCII.GetString(bytes[..8]) == format.Name
        && BinaryPrimitives.ReadUInt32BigEndian(bytes[^sizeof(uint)..]) == Crc32C.Of(bytes[..^sizeof(uint)]);
}
