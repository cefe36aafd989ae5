using System.Text;
using Ledger.Protocol.Encoding;
using Ledger.Protocol.Receipts;

namespace Ledger.Tests.Unit.Protocol;

public sealed class CompactEnvelopeFacts
{
    private static readonly CarryEnvelope Good = new(
        Enumerable.Repeat((byte)0xA5, CommitmentHasher.SaltSize).ToArray(),
        "对账单 2026.pdf",
        12_345,
        "application/pdf",
        "bank-1",
        TestChain.TwoAndTwo.MakeReceipt(1));

    private static readonly string Text = CompactEnvelope.TryWrite(Good)!;

    /// <summary>RFC 9285 4.3 and 4.4.</summary>
    [Theory]
    [InlineData("AB", "BB8")]
    [InlineData("Hello!!", "%69 VD92EX0")]
    [InlineData("base-45", "UJCLQE7W581")]
    [InlineData("ietf!", "QED8WEX0")]
    [InlineData("", "")]
    public void Base45_is_the_standards(string text, string encoded)
    {
        Assert.Equal(encoded, Base45.Encode(Encoding.ASCII.GetBytes(text)));
        Assert.Equal(text, Encoding.ASCII.GetString(Base45.TryDecode(encoded)!));
    }

    [Theory]
    [InlineData("GGW")] // 65,536
    [InlineData("BB8A")]
    [InlineData(":::")]
    [InlineData("::")]
    [InlineData("bb8")]
    public void Another_text_is_none(string text) => Assert.Null(Base45.TryDecode(text));

    [Fact]
    public void What_was_written_reads_back_whole()
    {
        Assert.Equal(JsonProblem.None, CompactEnvelope.TryRead(Text, out CarryEnvelope? read));
        Assert.Equal(Good.Write(), read!.Write());
        Assert.Equal(ReceiptFault.None, TestChain.TwoAndTwo.Verify(read.Receipt));
    }

    [Fact]
    public void No_bit_of_a_text_can_be_flipped()
    {
        char[] text = Text.ToCharArray();
        for (int bit = 0; bit < 8 * text.Length; bit++)
        {
            text[bit / 8] ^= (char)(1 << (bit % 8));
            JsonProblem problem = CompactEnvelope.TryRead(new string(text), out _);
            Assert.True(problem != JsonProblem.None, $"bit {bit % 8} of character {bit / 8} may be flipped");
            text[bit / 8] ^= (char)(1 << (bit % 8));
        }
    }

    [Theory]
    [InlineData("LEDGER1:", "LEDGER2:", JsonFault.WrongFormat)]
    [InlineData("LEDGER1:", "ledger1:", JsonFault.WrongFormat)]
    [InlineData("LEDGER1:", "LEDGER1:00", JsonFault.BadBytes)]
    public void Another_form_is_refused_by_name(string was, string becomes, JsonFault fault)
        => Assert.Equal(fault, CompactEnvelope.TryRead(Text.Replace(was, becomes, StringComparison.Ordinal), out _).Fault);

    [Fact]
    public void A_name_that_leaves_its_folder_is_refused_in_this_form_too()
    {
        string text = CompactEnvelope.TryWrite(Good with { FileName = "../a" })!;

        Assert.Equal(new JsonProblem(JsonFault.BadText, "$.fileName"), CompactEnvelope.TryRead(text, out CarryEnvelope? read));
        Assert.Null(read);
    }

    [Fact]
    public void Trailing_bytes_are_refused()
    {
        byte[] bytes = Base45.TryDecode(Text.AsSpan(CompactEnvelope.Prefix.Length))!;

        Assert.Equal(
            JsonFault.BadBytes,
            CompactEnvelope.TryRead(CompactEnvelope.Prefix + Base45.Encode([.. bytes, 0]), out _).Fault);
    }

    [Fact]
    public void What_no_qr_code_holds_is_no_text()
        => Assert.Null(CompactEnvelope.TryWrite(Good with { Salt = new byte[3_000] }));
}
