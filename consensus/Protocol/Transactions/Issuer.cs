using Ledger.Cryptography.Signatures;
using Ledger.Protocol.Encoding;
using Ledger.Protocol.Validators;

namespace Ledger.Protocol.Transactions;

/// <summary>An organisation that may anchor, with the key it signs with.</summary>
public sealed record Issuer(uint Index, string Name, Region Region, SuiteId Suite, ReadOnlyMemory<byte> PublicKey)
{
    public byte[] Encode()
    {
        WireWriter writer = new();
        Write(writer);
        return writer.ToArray();
    }

    public void Write(WireWriter writer)
        => WriteMember(writer.U32(Index));

    /// <summary>All but the index, which a newcomer is given by the chain.</summary>
    public void WriteMember(WireWriter writer)
        => writer.Text(Name).Text(Region.Code).U8((byte)Suite).Block(PublicKey.Span);

    public static Issuer Read(ref WireReader reader)
        => new(
            reader.U32(),
            reader.Text(),
            new Region(reader.Text()),
            (SuiteId)reader.U8(),
            reader.Block(Validator.MaximumKeyBytes).ToArray());

    public static DecodeFault TryDecode(ReadOnlySpan<byte> bytes, out Issuer? issuer)
    {
        WireReader reader = new(bytes);
        Issuer read = Read(ref reader);
        DecodeFault fault = reader.Finish();
        issuer = fault == DecodeFault.None ? read : null;
        return fault;
    }
}
