using Ledger.Client.Json;

namespace Ledger.Tests.Unit.Client.Json;

public sealed class JsonTreeFacts
{
    /// <summary>As JavaScript prints them (ECMA-262 6.1.6.1.20; RFC 8785 appendix B).</summary>
    [Theory]
    [InlineData(0x0000000000000000UL, "0")]
    [InlineData(0x8000000000000000UL, "0")]
    [InlineData(0x0000000000000001UL, "5e-324")]
    [InlineData(0x7fefffffffffffffUL, "1.7976931348623157e+308")]
    [InlineData(0x4340000000000000UL, "9007199254740992")]
    [InlineData(0x4430000000000000UL, "295147905179352830000")]
    [InlineData(0x44b52d02c7e14af5UL, "9.999999999999997e+22")]
    [InlineData(0x44b52d02c7e14af6UL, "1e+23")]
    [InlineData(0x444b1ae4d6e2ef4eUL, "999999999999999700000")]
    [InlineData(0x444b1ae4d6e2ef50UL, "1e+21")]
    [InlineData(0x3eb0c6f7a0b5ed8cUL, "9.999999999999997e-7")]
    [InlineData(0x3eb0c6f7a0b5ed8dUL, "0.000001")]
    [InlineData(0x41b3de4355555553UL, "333333333.3333332")]
    [InlineData(0xbecbf647612f3696UL, "-0.0000033333333333333333")]
    public void Numbers_are_written_as_ECMAScript_writes_them(ulong bits, string text)
        => Assert.Equal(text, JsonTreeWriter.Text(BitConverter.UInt64BitsToDouble(bits)));

    [Theory]
    [InlineData("""{"b":1,"10":2,"a":3,"2":4,"01":5,"4294967295":6,"4294967294":7}""",
        """{"2":4,"10":2,"4294967294":7,"b":1,"a":3,"01":5,"4294967295":6}""")]
    [InlineData(""" [ 1.50 , -0 , 1E3 , true , null , {} , [] ] """, "[1.5,0,1000,true,null,{},[]]")]
    [InlineData(@"""\u0041\/\u2028\ud83d\ude00\ud83d\u001f\u007f\b\""""", "\"A/\u2028😀\\ud83d\\u001f\u007f\\b\\\"\"")]
    [InlineData("\"<>&'+发票\"", "\"<>&'+发票\"")]
    public void What_is_read_is_written_as_JavaScript_would(string text, string written)
        => Assert.Equal(written, JsonTreeWriter.Stringify(Read(text)));

    [Fact]
    public void Canonical_is_sorted_by_code_units()
        => Assert.Equal(
            "{\"\\r\":1,\"1\":{\"a\":1,\"b\":2},\"\u0080\":3,\"ö\":4,\"€\":5,\"😀\":6,\"\ufb33\":7}",
            JsonTreeWriter.Canonical(Read("{\"€\":5,\"\\r\":1,\"\ufb33\":7,\"1\":{\"b\":2,\"a\":1},\"😀\":6,\"\u0080\":3,\"ö\":4}")));

    [Theory]
    [InlineData("""{"a":1,"a":1}""", JsonTreeFault.DuplicateKey)]
    [InlineData("""{"a":1,"\u0061":1}""", JsonTreeFault.DuplicateKey)]
    [InlineData("1e309", JsonTreeFault.NumberTooLarge)]
    [InlineData("{} {}", JsonTreeFault.NotJson)]
    [InlineData("[1,]", JsonTreeFault.NotJson)]
    [InlineData("/* */1", JsonTreeFault.NotJson)]
    [InlineData("", JsonTreeFault.NotJson)]
    [InlineData("01", JsonTreeFault.NotJson)]
    [InlineData("\uFEFF1", JsonTreeFault.NotJson)]
    [InlineData("[1111111111111111111111111111111111111111111111]", JsonTreeFault.TooLong)]
    public void What_JavaScript_would_lose_is_refused(string text, JsonTreeFault fault)
        => Assert.Equal(fault, JsonTreeReader.TryRead(System.Text.Encoding.UTF8.GetBytes(text), 32, out _));

    [Fact]
    public void Bad_UTF8_and_deep_nesting_are_no_JSON()
    {
        Assert.Equal(JsonTreeFault.NotJson, JsonTreeReader.TryRead([0x22, 0xff, 0x22], 100, out _));
        Assert.Equal(JsonTreeFault.NotJson, JsonTreeReader.TryRead([0x22, 0xed, 0xa0, 0x80, 0x22], 100, out _));
        Assert.Equal(JsonTreeFault.None, JsonTreeReader.TryRead(Nested(JsonTreeReader.MaximumDepth), 1000, out _));
        Assert.Equal(JsonTreeFault.NotJson, JsonTreeReader.TryRead(Nested(JsonTreeReader.MaximumDepth + 1), 1000, out _));
    }

    private static byte[] Nested(int depth)
        => System.Text.Encoding.UTF8.GetBytes(new string('[', depth) + new string(']', depth));

    private static JsonTree Read(string text)
    {
        Assert.Equal(JsonTreeFault.None, JsonTreeReader.TryRead(System.Text.Encoding.UTF8.GetBytes(text), 1000, out JsonTree? tree));
        return tree!;
    }
}
