using System.Formats.Cbor;
using Ledger.Protocol.Validators;

namespace Ledger.Client.Cose;

/// <summary>Receipts of several validators for one leaf, as a statement's unprotected header carries them.</summary>
/// <remarks>RFC 9942: {394: [receipt, ...]}, each receipt a byte string. As many as a set has members, at most.</remarks>
public sealed record CoseReceiptList(IReadOnlyList<CoseReceipt> Receipts)
{
    public const int MaximumBytes = ValidatorSet.MaximumSize * (CoseReceipt.MaximumBytes + 8);

    private const int ReceiptsLabel = 394;

    public byte[] Encode()
    {
        CborWriter writer = new(CborConformanceMode.Canonical);
        writer.WriteStartMap(1);
        writer.WriteInt32(ReceiptsLabel);
        writer.WriteStartArray(Receipts.Count);
        foreach (CoseReceipt receipt in Receipts)
        {
            writer.WriteByteString(receipt.Encode());
        }

        writer.WriteEndArray();
        writer.WriteEndMap();
        return writer.Encode();
    }

    public static CoseFault TryDecode(ReadOnlySpan<byte> bytes, out CoseReceiptList? list)
        => StrictCbor.TryRead(bytes, MaximumBytes, Read, read => read.Encode(), out list);

    private static CoseReceiptList? Read(CborReader reader, StrictCbor check)
    {
        check.Map(reader, 1);
        check.Label(reader, ReceiptsLabel);
        check.Require(reader.ReadStartArray() is > 0 and <= ValidatorSet.MaximumSize);
        List<CoseReceipt> receipts = [];
        while (receipts.Count <= ValidatorSet.MaximumSize && reader.PeekState() != CborReaderState.EndArray)
        {
            CoseFault fault = CoseReceipt.TryDecode(reader.ReadByteString(), out CoseReceipt? receipt);
            check.Join(fault);
            if (receipt is null)
            {
                return null;
            }

            receipts.Add(receipt);
        }

        reader.ReadEndArray();
        reader.ReadEndMap();
        return new CoseReceiptList(receipts);
    }
}
