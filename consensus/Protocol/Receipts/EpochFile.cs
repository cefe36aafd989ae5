using Ledger.Cryptography.Hashing;
using Ledger.Protocol.Encoding;

namespace Ledger.Protocol.Receipts;

/// <summary>The set changes of a chain as a file that travels: <c>ledger-epochs</c>. Reading it believes nothing.</summary>
/// <remarks>
/// Wire: magic 13, version u8 = 1, chain id 32, count u32 of at most <see cref="MaximumLinks"/>, then each link behind its length,
/// in the order of the epochs. See <see cref="EpochHistory"/> for what is believed of it.
/// </remarks>
public sealed record EpochFile(Digest ChainId, IReadOnlyList<EpochLink> Links)
{
    public const byte Version = 1;

    /// <summary>A change of the set every day for eleven years.</summary>
    public const int MaximumLinks = 4_096;

    /// <summary>Longest encoding in bytes: so many links of sets of ten.</summary>
    public const int MaximumBytes = 64 * 1024 * 1024;

    private static readonly byte[] Magic = "ledger-epochs"u8.ToArray();

    public byte[] Encode()
    {
        Invariant.Holds(Links.Count <= MaximumLinks, "a file of epochs has at most 4,096 links");
        WireWriter writer = new(1024);
        writer.Raw(Magic).U8(Version).Digest(ChainId).U32((uint)Links.Count);
        foreach (EpochLink link in Links)
        {
            writer.Block(link.Encode());
        }

        return writer.ToArray();
    }

    public static DecodeFault TryDecode(ReadOnlySpan<byte> bytes, out EpochFile? file)
    {
        WireReader reader = new(bytes);
        reader.Require(bytes.Length <= MaximumBytes, DecodeFault.TooLong);
        reader.Require(reader.Take(Magic.Length).SequenceEqual(Magic) && reader.U8() == Version, DecodeFault.UnknownKind);
        EpochFile read = new(reader.Digest(), ReadLinks(ref reader));
        DecodeFault fault = reader.Finish();
        file = fault == DecodeFault.None ? read : null;
        return fault;
    }

    /// <summary>Count u32 of at most <see cref="MaximumLinks"/>, then each behind its length.</summary>
    internal static List<EpochLink> ReadLinks(ref WireReader reader)
    {
        List<EpochLink> links = [];
        for (int left = reader.Count(MaximumLinks); left > 0 && !reader.Failed; left--)
        {
            DecodeFault fault = EpochLink.TryDecode(reader.Block(EpochLink.MaximumBytes), out EpochLink? link);
            reader.Require(fault == DecodeFault.None, fault);
            links.AddRange(link is null ? [] : [link]);
        }

        return links;
    }
}
