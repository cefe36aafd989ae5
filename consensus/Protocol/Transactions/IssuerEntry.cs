using System.Buffers.Binary;
using Ledger.Protocol.Encoding;
using Ledger.Protocol.Numbers;

namespace Ledger.Protocol.Transactions;

/// <summary>An issuer as the state has it: its record, since when that counts, and when it was retired.</summary>
/// <remarks>
/// One entry of the authenticated map. Name, region and index never change and are never given to another, so an entry of any height
/// names the issuer of every receipt under its index. Wire: the record; before it, unless it is as the genesis has it, u32 2^32 - 1 (no
/// index), since u64, and retired u64, 0 when it is not.
/// </remarks>
/// <param name="Since">The block that decided the record; 0 for one of the genesis.</param>
/// <param name="Retired">The block that retired it; 0 while it may anchor.</param>
public sealed record IssuerEntry(Issuer Record, Height Since, Height Retired)
{
    private const uint Decided = uint.MaxValue;

    /// <summary>Longest encoding in bytes.</summary>
    public const int MaximumBytes = 512;

    /// <summary>The space of the state's keys that issuers stand in.</summary>
    public const byte Space = 0x01;

    public bool IsOfGenesis => Since == Height.Genesis && Retired == Height.Genesis;

    public bool IsRetired => Retired != Height.Genesis;

    public static IssuerEntry OfGenesis(Issuer record) => new(record, Height.Genesis, Height.Genesis);

    /// <summary>The key of an issuer's entry: the space, the index u32.</summary>
    public static byte[] KeyOf(uint index)
    {
        byte[] key = new byte[5];
        key[0] = Space;
        BinaryPrimitives.WriteUInt32BigEndian(key.AsSpan(1), index);
        return key;
    }

    public byte[] Encode()
    {
        WireWriter writer = new();
        Record.Write(IsOfGenesis ? writer : writer.U32(Decided).Height(Since).Height(Retired));
        return writer.ToArray();
    }

    public static DecodeFault TryDecode(ReadOnlySpan<byte> bytes, out IssuerEntry? entry)
    {
        bool decided = new WireReader(bytes).U32() == Decided;
        WireReader reader = new(decided ? bytes[sizeof(uint)..] : bytes);
        (Height since, Height retired) = decided ? (reader.Height(), reader.Height()) : default;
        IssuerEntry read = new(Issuer.Read(ref reader), since, retired);
        reader.Require(decided != read.IsOfGenesis, DecodeFault.NotCanonical);
        DecodeFault fault = reader.Finish();
        entry = fault == DecodeFault.None ? read : null;
        return fault;
    }
}
