using System.Buffers.Text;
using System.IO.Compression;
using System.Text;
using Ledger.Client.StatusLists;

namespace Ledger.Tests.Unit.Client.StatusLists;

public sealed class StatusListFacts
{
    private static readonly DateTimeOffset Now = DateTimeOffset.FromUnixTimeSeconds(1_800_000_000);

    [Fact]
    public void A_list_has_the_bits_of_its_own_leaves_only_and_the_first_is_leftmost()
    {
        BitstringStatusList list = new(2, [262_143, 262_144, 262_145, 393_215, 393_216, 0]);

        Assert.Equal((2UL, 0), (BitstringStatusList.NumberOf(262_144), BitstringStatusList.PlaceOf(262_144)));
        Assert.Equal([0, 1, 131_071], Enumerable.Range(0, BitstringStatusList.Entries).Where(i => list[i]));
        byte[] bits = Unpack(list.Encode());
        Assert.Equal((16_384, 0xc0, 0x01), (bits.Length, bits[0], bits[^1]));
        Assert.Throws<ArgumentOutOfRangeException>(() => list[BitstringStatusList.Entries]);
    }

    [Fact]
    public void A_list_comes_back_from_its_text_also_when_it_does_not_compress()
    {
        Random random = new(3);
        ulong[] leaves = [.. Enumerable.Range(0, BitstringStatusList.Entries).Where(_ => random.Next(2) == 0).Select(i => (ulong)i)];
        string text = new BitstringStatusList(0, leaves).Encode();

        Assert.InRange(text.Length, 21_000, BitstringStatusList.MaximumCharacters);
        Assert.Equal(StatusListFault.None, BitstringStatusList.TryDecode(text, out BitstringStatusList? list));
        Assert.Equal(leaves, Enumerable.Range(0, BitstringStatusList.Entries).Where(i => list![i]).Select(i => (ulong)i));
    }

    [Fact]
    public void What_is_no_list_is_refused_by_name()
    {
        string good = new BitstringStatusList(0, [5]).Encode();

        Assert.Equal(StatusListFault.BadEncoding, FaultOf("z" + good[1..]));
        Assert.Equal(StatusListFault.BadEncoding, FaultOf(good + "="));
        Assert.Equal(StatusListFault.BadEncoding, FaultOf(good[1..]));
        Assert.Equal(StatusListFault.BadEncoding, FaultOf("u"));
        Assert.Equal(StatusListFault.BadEncoding, FaultOf(""));
        Assert.Equal(StatusListFault.TooLong, FaultOf(new string('u', BitstringStatusList.MaximumCharacters + 1)));
        Assert.Equal(StatusListFault.WrongLength, FaultOf(Pack(new byte[16_383])));
        Assert.Equal(StatusListFault.WrongLength, FaultOf(Pack(new byte[16_385])));
        Assert.Equal(StatusListFault.WrongLength, FaultOf(Pack(new byte[10_000_000])));
        Assert.Equal(StatusListFault.BadCompression, FaultOf("u" + Base64Url.EncodeToString([1, 2, 3])));
        Assert.Equal(StatusListFault.BadCompression, FaultOf(Behind(good, [0, 0, 0, 0])));
        Assert.NotEqual(StatusListFault.None, FaultOf(Behind(good, [])[..^8]));
    }

    [Theory]
    [InlineData(StatusPurpose.Revocation, "revocation")]
    [InlineData(StatusPurpose.Suspension, "suspension")]
    public void A_credential_comes_back_from_its_text(StatusPurpose purpose, string word)
    {
        StatusListCredential credential = Make(purpose);

        string text = credential.Write();

        Assert.Contains($"\"statusPurpose\":\"{word}\"", text);
        Assert.Equal(StatusListFault.None, StatusListCredential.TryRead(Encoding.UTF8.GetBytes(text), out StatusListCredential? read));
        Assert.Equal(text, read!.Write());
        Assert.Equal((credential.Id, purpose, Now, true), (read.Id, read.Purpose, read.ValidFrom, read.List[9]));
    }

    [Theory]
    [InlineData("\"issuer\":", "\"issuers\":", StatusListFault.WrongShape)]
    [InlineData("revocation", "refresh", StatusListFault.UnknownPurpose)]
    [InlineData("#list", "#lists", StatusListFault.WrongShape)]
    [InlineData("credentials/v2", "credentials/v1", StatusListFault.WrongShape)]
    [InlineData("\"validFrom\":\"2027-01-15T08:00:00Z\"", "\"validFrom\":\"2027-01-15T08:00:00+00:00\"", StatusListFault.WrongShape)]
    [InlineData("\"validFrom\":\"2027-01-15T08:00:00Z\"", "\"validFrom\":\"2027-01-17T08:00:00Z\"", StatusListFault.WrongShape)]
    [InlineData("{\"@context\"", "{\"id\":\"x\",\"@context\"", StatusListFault.NotJson)]
    [InlineData("\"encodedList\":\"u", "\"encodedList\":\"m", StatusListFault.BadEncoding)]
    public void A_credential_of_another_shape_is_refused_by_name(string before, string after, StatusListFault fault)
    {
        string text = Make(StatusPurpose.Revocation).Write();

        Assert.Contains(before, text);
        Assert.Equal(fault, StatusListCredential.TryRead(Encoding.UTF8.GetBytes(text.Replace(before, after)), out _));
    }

    private static StatusListCredential Make(StatusPurpose purpose) => new(
        "https://bank.example/status/3", "did:web:bank.example", purpose, Now, Now.AddDays(1), new BitstringStatusList(0, [9]));

    private static StatusListFault FaultOf(string text) => BitstringStatusList.TryDecode(text, out _);

    private static string Pack(byte[] bits)
    {
        using MemoryStream compressed = new();
        using (GZipStream gzip = new(compressed, CompressionLevel.SmallestSize))
        {
            gzip.Write(bits);
        }

        return "u" + Base64Url.EncodeToString(compressed.ToArray());
    }

    private static byte[] Unpack(string text)
    {
        using GZipStream gzip = new(new MemoryStream(Base64Url.DecodeFromChars(text.AsSpan(1))), CompressionMode.Decompress);
        using MemoryStream bits = new();
        gzip.CopyTo(bits);
        return bits.ToArray();
    }

    private static string Behind(string text, byte[] more)
        => "u" + Base64Url.EncodeToString([.. Base64Url.DecodeFromChars(text.AsSpan(1)), .. more]);
}
