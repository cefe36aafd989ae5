using System.Text;
using Ledger.Protocol.Encoding;
using Ledger.Protocol.Receipts;

namespace Ledger.Tests.Unit.Protocol;

public sealed class CarryEnvelopeFacts
{
    private static readonly CarryEnvelope Good = new(
        Enumerable.Repeat((byte)0xA5, CommitmentHasher.SaltSize).ToArray(),
        "对账单 2026.pdf",
        12_345,
        "application/pdf",
        "bank-1",
        TestChain.TwoAndTwo.MakeReceipt(1));

    private static readonly string Text = Good.Write();

    private static CarryEnvelope WithStatus
    {
        get
        {
            StatusProof status = new Samples(new TinyRandom(6)).StatusProof();
            return Good with
            {
                Status = status with
                {
                    Issuer = Good.Receipt.Leaf.Issuer,
                    Commitment = Good.Receipt.Leaf.Commitment,
                    Header = status.Header with { ChainId = Good.ChainId },
                },
            };
        }
    }

    [Fact]
    public void What_was_written_reads_back_with_its_receipt()
    {
        Assert.Equal(JsonProblem.None, CarryEnvelope.TryRead(Text, out CarryEnvelope? read));
        Assert.Equal(Text, read!.Write());
        Assert.Contains("对账单 2026.pdf", Text);
        Assert.Equal(ReceiptFault.None, TestChain.TwoAndTwo.Verify(read.Receipt));
    }

    [Theory]
    [InlineData("ledger-envelope/1", "ledger-envelope/2", JsonFault.WrongFormat, "$.format")]
    [InlineData("\"fileBytes\": 12345", "\"fileBytes\": 12345, \"content\": \"\"", JsonFault.UnknownField, "$.content")]
    [InlineData("\"fileBytes\": 12345", "\"fileBytes\": -1", JsonFault.OutOfRange, "$.fileBytes")]
    [InlineData("\"fileName\": \"", "\"fileName\": \"../", JsonFault.BadText, "$.fileName")]
    [InlineData("\"fileName\": \"", "\"fileName\": \"a\\\\", JsonFault.BadText, "$.fileName")]
    [InlineData("\"salt\": \"a5", "\"salt\": \"A5", JsonFault.BadBytes, "$.salt")]
    [InlineData("\"salt\": \"a5", "\"salt\": \"", JsonFault.WrongLength, "$.salt")]
    [InlineData("\"scheme\": 1", "\"scheme\": 2", JsonFault.NotOfReceipt, "$.scheme")]
    [InlineData("\"documentType\": 7", "\"documentType\": 8", JsonFault.NotOfReceipt, "$.documentType")]
    [InlineData("\"issuerIndex\": 1", "\"issuerIndex\": 0", JsonFault.NotOfReceipt, "$.issuerIndex")]
    [InlineData("\"receipt\": \"", "\"receipt\": \" ", JsonFault.BadBytes, "$.receipt")]
    [InlineData("\"receipt\": \"", "\"receipt\": \"AAAA", JsonFault.BadReceipt, "$.receipt")]
    public void Any_other_text_is_refused_by_name_and_path(string was, string becomes, JsonFault fault, string path)
    {
        string text = GenesisJsonFacts.ReplaceFirst(Text, was, becomes);

        Assert.Equal(new JsonProblem(fault, path), CarryEnvelope.TryRead(text, out CarryEnvelope? read));
        Assert.Null(read);
    }

    [Fact]
    public void No_bit_of_a_text_can_be_flipped()
    {
        foreach (string text in (string[])[Text, WithStatus.Write()])
        {
            Assert.Equal(JsonProblem.None, CarryEnvelope.TryRead(text, out _));
            byte[] bytes = Encoding.UTF8.GetBytes(text);
            for (int bit = 0; bit < 8 * bytes.Length; bit++)
            {
                bytes[bit / 8] ^= (byte)(1 << (bit % 8));
                JsonProblem problem = CarryEnvelope.TryRead(Encoding.UTF8.GetString(bytes), out _);
                Assert.True(problem != JsonProblem.None, $"bit {bit % 8} of byte {bit / 8} may be flipped");
                bytes[bit / 8] ^= (byte)(1 << (bit % 8));
            }
        }
    }

    [Theory]
    [InlineData("\n  \"format\"", "\n   \"format\"")]
    [InlineData("\"mediaType\": ", "\"mediaType\":")]
    [InlineData("\"scheme\": 1", "\"scheme\": 01")]
    [InlineData("\"format\"", "\"\\u0066ormat\"")]
    [InlineData("对", "\\u5bf9")]
    public void The_same_in_another_text_is_refused_though_its_checksum_holds(string was, string becomes)
    {
        string text = EnvelopeTexts.Sealed(GenesisJsonFacts.ReplaceFirst(Text, was, becomes));

        Assert.True(CarryEnvelope.TryRead(text, out CarryEnvelope? read).Fault is JsonFault.NotCanonical or JsonFault.NotJson);
        Assert.Null(read);
        Assert.Equal(Text, EnvelopeTexts.Sealed(Text));
    }

    [Fact]
    public void A_chain_id_other_than_the_receipts_is_refused()
    {
        string text = Text.Replace($"{Good.ChainId}", new string('0', 64));

        Assert.Equal(
            new JsonProblem(JsonFault.NotOfReceipt, "$.chainId"), CarryEnvelope.TryRead(text, out CarryEnvelope? _));
    }
}
