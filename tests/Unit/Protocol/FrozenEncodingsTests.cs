using System.Security.Cryptography;
using Ledger.Tests.Unit.Tidy;

namespace Ledger.Tests.Unit.Protocol;

/// <summary>
/// Holds the bytes of every wire type to <c>frozen-encodings.txt</c>: name, samples, SHA-256 over all of them.
/// </summary>
/// <remarks>
/// A difference means that nodes of two versions do not understand each other. If that is meant, raise the version byte
/// of the type, and run this test once with LEDGER_FREEZE_ENCODINGS=1 to write the file anew.
/// </remarks>
public sealed class FrozenEncodingsTests
{
    private const int SamplesOfEach = 64;

    private const string UpdateVariable = "LEDGER_FREEZE_ENCODINGS";

    public static TheoryData<string> Names => new(WireType.All.Select(t => t.Name));

    public static TheoryData<string> DecodedNames
        => new(WireType.All.Where(t => t.Recode is not null).Select(t => t.Name));

    [Fact]
    public void The_list_names_every_wire_type()
    {
        if (Environment.GetEnvironmentVariable(UpdateVariable) == "1")
        {
            File.WriteAllLines(FrozenPath(), WireType.All.Select(Line));
        }

        Assert.Equal(WireType.All.Select(t => t.Name), File.ReadAllLines(FrozenPath()).Select(l => l.Split(' ')[0]));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void An_encoding_is_what_it_was(string name)
    {
        string frozen = File.ReadAllLines(FrozenPath()).Single(l => l.StartsWith(name + " ", StringComparison.Ordinal));
        string now = Line(Find(name));

        Assert.True(
            frozen == now,
            $"The bytes of {name} changed: '{frozen}' is now '{now}'. If that is meant, raise its version and run "
            + $"this test with {UpdateVariable}=1.");
    }

    [Theory]
    [MemberData(nameof(DecodedNames))]
    public void What_was_decoded_encodes_to_the_same_bytes(string name)
        => Assert.All(Encodings(Find(name)), bytes => Assert.Equal(bytes, Find(name).Recode!(bytes)));

    [Theory]
    [MemberData(nameof(DecodedNames))]
    public void Every_truncation_and_every_trailing_byte_is_refused(string name)
    {
        WireType type = Find(name);
        foreach (byte[] bytes in Encodings(type).Take(3))
        {
            Assert.Null(type.Recode!([.. bytes, 0]));
            for (int length = 0; length < bytes.Length; length++)
            {
                Assert.True(type.Recode!(bytes[..length]) is null, $"{length} bytes of {bytes.Length} decode");
            }
        }
    }

    private static WireType Find(string name) => WireType.All.Single(t => t.Name == name);

    private static IEnumerable<byte[]> Encodings(WireType type)
        => Enumerable.Range(0, SamplesOfEach).Select(i => type.Make(new Samples(new TinyRandom((ulong)i))));

    private static string Line(WireType type)
    {
        using IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (byte[] bytes in Encodings(type))
        {
            hash.AppendData(bytes);
        }

        return $"{type.Name} {SamplesOfEach} {Convert.ToHexStringLower(hash.GetHashAndReset())}";
    }

    private static string FrozenPath() => SourceTree.Absolute("tests/Unit/Protocol/frozen-encodings.txt");
}
