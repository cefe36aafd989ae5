using System.Buffers.Binary;
using Ledger.Cryptography.Hashing;

namespace Ledger.Storage.State;

/// <summary>A sum over all live entries, kept up with every write: what a recovery must find again.</summary>
/// <remarks>
/// FASTER's log carries no checksum where it spilled from memory. The sum (modulo 2^128, of the first 16 bytes of SHA-256
/// over key length 4, key, value) tells a record that was altered, lost, or that came back, wherever that happened.
/// </remarks>
internal sealed class ContentSum(UInt128 value = default)
{
    public UInt128 Value { get; private set; } = value;

    public void Add(ReadOnlySpan<byte> key, ReadOnlySpan<byte> entry) => Value += Of(key, entry);

    public void Remove(ReadOnlySpan<byte> key, ReadOnlySpan<byte> entry) => Value -= Of(key, entry);

    private static UInt128 Of(ReadOnlySpan<byte> key, ReadOnlySpan<byte> entry)
    {
        Span<byte> head = stackalloc byte[sizeof(int) + StateWrite.MaximumKeyBytes];
        BinaryPrimitives.WriteInt32BigEndian(head, key.Length);
        key.CopyTo(head[sizeof(int)..]);
        return BinaryPrimitives.ReadUInt128BigEndian(Sha256.Hash(head[..(sizeof(int) + key.Length)], entry).ToArray());
    }
}
