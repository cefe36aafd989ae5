using System.Formats.Cbor;
using Ledger.Client.Cose;
using Ledger.Cryptography.Hashing;
using Ledger.Cryptography.Signatures;
using Ledger.Protocol.Merkle;
using Ledger.Protocol.Numbers;
using Ledger.Protocol.Validators;

namespace Ledger.Tests.Unit.Client.Cose;

public sealed class CoseReceiptFacts : IDisposable
{
    private readonly CoseWorld _world = new();

    public void Dispose() => _world.Dispose();

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public void A_receipt_comes_back_from_its_bytes_and_verifies_with_its_key_only(int validator)
    {
        CoseReceipt receipt = Decode(_world.Sign(validator).Encode());

        Assert.Equal((5UL, new Height(12), CoseWorld.Origin, 3UL),
            (receipt.Header.TreeSize, receipt.Header.Height, receipt.Header.Origin, receipt.LeafIndex));
        Assert.Equal(CoseWorld.Proven.Header.LogRoot, receipt.RootFrom(CoseWorld.Leaf));
        Assert.Equal(CoseFault.None, Verify(receipt, validator));
        Assert.Equal(CoseFault.WrongKey, Verify(receipt, validator ^ 2));
        Assert.Equal(CoseFault.WrongKey, receipt.Verify(CoseWorld.Leaf, [1, 2, 3], SignatureSuites.Production));
        Assert.Equal(
            CoseFault.BadSignature,
            receipt.Verify(MerkleHash.Sha256Leaf("another leaf"u8), _world.KeyOf(validator), SignatureSuites.Production));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public void No_bit_of_a_receipt_can_be_flipped(int validator)
    {
        byte[] bytes = _world.Sign(validator).Encode();
        for (int bit = 0; bit < 8 * bytes.Length; bit++)
        {
            byte[] flipped = [.. bytes];
            flipped[bit / 8] ^= (byte)(1 << (bit % 8));
            bool refused = CoseReceipt.TryDecode(flipped, out CoseReceipt? receipt) != CoseFault.None
                || Verify(receipt!, validator) != CoseFault.None;
            Assert.True(refused, $"bit {bit} of {Convert.ToHexString(bytes)}");
        }
    }

    [Fact]
    public void The_tree_size_is_signed_so_that_a_leaf_of_five_is_none_of_four()
    {
        byte[] bytes = _world.Sign(0).Encode();
        byte[] proofOfFive = [0x83, 0x05, 0x03];
        int at = bytes.AsSpan().IndexOf(proofOfFive);

        byte[] other = [.. bytes];
        other[at + 1] = 4;

        Assert.Equal(CoseFault.WrongTreeSize, CoseReceipt.TryDecode(other, out _));
    }

    [Fact]
    public void Only_one_encoding_is_taken()
    {
        byte[] bytes = _world.Sign(0).Encode();

        Assert.Equal(CoseFault.Malformed, CoseReceipt.TryDecode([.. bytes, 0], out _));
        Assert.Equal(CoseFault.Malformed, CoseReceipt.TryDecode(bytes.AsSpan(0, bytes.Length - 1), out _));
        Assert.Equal(CoseFault.Malformed, CoseReceipt.TryDecode(bytes.AsSpan(1), out _));
        Assert.Equal(CoseFault.Malformed, CoseReceipt.TryDecode([], out _));
        Assert.Equal(CoseFault.TooLong, CoseReceipt.TryDecode(new byte[CoseReceipt.MaximumBytes + 1], out _));
        byte[] longer = [0xd8, 0x12, .. bytes.AsSpan(1)];
        Assert.Equal(CoseFault.Malformed, CoseReceipt.TryDecode(longer, out _));
        Assert.Equal(CoseFault.UnknownAlgorithm, CoseHeader.TryDecode(Header(es256: -35), out _));
        Assert.Equal(CoseFault.None, CoseHeader.TryDecode(Header(), out _));
        Assert.Equal(CoseFault.Malformed, CoseHeader.TryDecode(Header(structure: 2), out _));
        Assert.Equal(CoseFault.Malformed, CoseHeader.TryDecode(Header(origin: "with space"), out _));
        Assert.Equal(CoseFault.Malformed, CoseHeader.TryDecode(Header(twice: true), out _));
    }

    [Fact]
    public void What_cannot_be_said_in_COSE_is_not_signed()
    {
        using SoftwareSigner sm2 = SoftwareSigner.Open(SuiteId.Sm2, SoftwareSigner.Draw(SuiteId.Sm2));

        Assert.Throws<ArgumentException>(() => CoseReceipt.Sign(sm2, "o", new Height(1), CoseWorld.Leaf, CoseWorld.Proven.Proof));
        Assert.Throws<ArgumentException>(() => _world.Sign(0, origin: "with space"));
        Assert.Throws<ArgumentException>(() => _world.Sign(0, proof: new InclusionProof(0, 1, [])));
    }

    [Fact]
    public void Receipts_of_a_jurisdiction_quorum_are_believed_and_of_fewer_are_not()
    {
        Assert.Equal(CoseFault.None, _world.Judge(Of(0, 1, 2), out SignerSet all));
        Assert.Equal(0b0111UL, all.Mask);
        Assert.Equal(CoseFault.NoQuorum, _world.Judge(Of(0, 2), out SignerSet two));
        Assert.Equal(0b0101UL, two.Mask);
        Assert.Equal(CoseFault.NoQuorum, _world.Judge(Of(0, 0, 0, 1, 1), out _));
    }

    [Fact]
    public void A_list_with_a_liar_is_named_and_strangers_count_for_nothing()
    {
        using CoseWorld strangers = new();
        CoseReceipt otherHeight = _world.Sign(1, height: 13);
        CoseReceipt otherLog = _world.Sign(1, origin: "another.example/log");
        CoseReceipt otherSize = _world.Sign(1, proof: new InclusionProof(3, 4, CoseWorld.Proven.Proof.Path[..2].ToArray()));

        Assert.Equal(CoseFault.Disagreement, _world.Judge([.. Of(0), otherHeight, .. Of(2)], out _));
        Assert.Equal(CoseFault.WrongOrigin, _world.Judge([.. Of(0), otherLog, .. Of(2)], out _));
        Assert.Equal(CoseFault.Disagreement, _world.Judge([.. Of(0), otherSize, .. Of(2)], out _));
        Assert.Equal(CoseFault.None, _world.Judge([strangers.Sign(0), .. Of(0, 1, 3)], out _));
        Assert.Equal(CoseFault.NoQuorum, _world.Judge([.. Of(0), strangers.Sign(1), strangers.Sign(3)], out _));
    }

    [Fact]
    public void A_list_comes_back_from_its_bytes_and_one_with_a_bad_receipt_does_not()
    {
        byte[] bytes = new CoseReceiptList([.. Of(0, 1)]).Encode();

        Assert.Equal(CoseFault.None, CoseReceiptList.TryDecode(bytes, out CoseReceiptList? list));
        Assert.Equal(bytes, list!.Encode());
        Assert.Equal(CoseFault.Malformed, CoseReceiptList.TryDecode([.. bytes, 0], out _));
        Assert.Equal(CoseFault.Malformed, CoseReceiptList.TryDecode([0xa1, 0x19, 0x01, 0x8a, 0x80], out _));
        Assert.Equal(CoseFault.Malformed, CoseReceiptList.TryDecode([0xa1, 0x19, 0x01, 0x8a, 0x81, 0x41, 0x00], out _));
    }

    private IEnumerable<CoseReceipt> Of(params int[] validators) => validators.Select(v => _world.Sign(v));

    private CoseFault Verify(CoseReceipt receipt, int validator)
        => receipt.Verify(CoseWorld.Leaf, _world.KeyOf(validator), SignatureSuites.Production);

    private static CoseReceipt Decode(byte[] bytes)
    {
        Assert.Equal(CoseFault.None, CoseReceipt.TryDecode(bytes, out CoseReceipt? receipt));
        return receipt!;
    }

    /// <summary>A header written by hand.</summary>
    private static byte[] Header(int es256 = -7, int structure = 1, string origin = "o", bool twice = false)
    {
        CborWriter writer = new(CborConformanceMode.Lax);
        writer.WriteStartMap(twice ? 5 : 4);
        writer.WriteInt32(1);
        writer.WriteInt32(es256);
        writer.WriteInt32(4);
        writer.WriteByteString(Digest.Zero.ToArray());
        writer.WriteInt32(15);
        writer.WriteStartMap(3);
        writer.WriteInt32(1);
        writer.WriteTextString(origin);
        writer.WriteInt32(-65537);
        writer.WriteInt32(5);
        writer.WriteInt32(-65538);
        writer.WriteInt32(12);
        writer.WriteEndMap();
        for (int i = 0; i < (twice ? 2 : 1); i++)
        {
            writer.WriteInt32(395);
            writer.WriteInt32(structure);
        }

        writer.WriteEndMap();
        return writer.Encode();
    }
}
