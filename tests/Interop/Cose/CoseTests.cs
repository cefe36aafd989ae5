using Ledger.Client.Cose;
using Ledger.Cryptography.Hashing;
using Ledger.Cryptography.Signatures;
using Ledger.Protocol.Merkle;
using Ledger.Protocol.Numbers;

namespace Ledger.Tests.Interop.Cose;

/// <summary>COSE receipts as npm @auth0/cose and cborg read them.</summary>
public sealed class CoseTests
{
    private const string Origin = "ledger.example/log";

    public static TheoryData<SuiteId> Suites => [SuiteId.Ed25519, SuiteId.P256];

    [Theory]
    [MemberData(nameof(Suites))]
    public async Task Receipts_of_logs_of_many_sizes_verify_there_and_their_altered_twins_neither_there_nor_here(SuiteId suite)
    {
        using SoftwareSigner signer = SoftwareSigner.Open(suite, SoftwareSigner.Draw(suite));
        Case[] good = [.. Sizes.Select(place => Make(signer, place.Index, place.Size))];
        Case[] altered = [.. good.SelectMany(Altered)];

        Header?[] read = await NodeProgram.RunAsync<Header?[]>("cose.mjs", good.Concat(altered).Select(c => c.ForOthers(signer)));

        Assert.Equal(good.Select(c => new Header(Origin, c.Size, 10 * c.Size)), read.Take(good.Length));
        Assert.All(read.Skip(good.Length), Assert.Null);
        Assert.All(good, c => Assert.Equal(CoseFault.None, c.Verify(signer)));
        Assert.All(altered, c => Assert.NotEqual(CoseFault.None, c.Verify(signer)));
    }

    private static (int Index, int Size)[] Sizes { get; } =
        [(0, 2), (1, 2), (2, 3), (0, 3), (3, 5), (4, 5), (6, 7), (5, 8), (7, 8), (24, 25), (100, 300), (299, 300)];

    private static Case Make(SoftwareSigner signer, int index, int size)
    {
        byte[][] leaves = [.. Enumerable.Range(0, size).Select(i => Sha256.Hash([(byte)i, (byte)(i >> 8)]).ToArray())];
        MerkleList tree = new([.. leaves.Select(l => (ReadOnlyMemory<byte>)l)]);
        InclusionProof proof = new((ulong)index, (ulong)size, [.. tree.Path(index).Select(d => new TwinDigest(d, d))]);
        Digest leaf = MerkleHash.Sha256Leaf(leaves[index]);
        CoseReceipt receipt = CoseReceipt.Sign(signer, Origin, new Height((ulong)size * 10), leaf, proof);
        return new Case(receipt.Encode(), leaves[index], (ulong)size);
    }

    /// <summary>Another size, height, index, path, leaf, origin and signature, and a byte behind it.</summary>
    private static IEnumerable<Case> Altered(Case good)
    {
        byte[] header = CoseReceipt.TryDecode(good.Receipt, out CoseReceipt? read) == CoseFault.None ? read!.Header.Encode() : [];
        int start = good.Receipt.AsSpan().IndexOf(header);
        int proof = good.Receipt.AsSpan().LastIndexOf((ReadOnlySpan<byte>)[0x19, 0x01, 0x8c]) + 7;
        yield return good.Flip(start + header.Length - 5);
        yield return good.Flip(start + header.AsSpan().IndexOf("ledger"u8));
        yield return good.Flip(start + header.AsSpan().IndexOf((ReadOnlySpan<byte>)[0x3a, 0, 1, 0, 0]) + 5);
        yield return good.Flip(proof + 1);
        yield return good.Flip(proof + 2);
        yield return good.Flip(proof + 3);
        yield return good.Flip(good.Receipt.Length - 70);
        yield return good.Flip(good.Receipt.Length - 1);
        yield return good with { Leaf = [.. good.Leaf, 0] };
        yield return good with { Receipt = [.. good.Receipt, 0] };
    }

    private sealed record Header(string Origin, ulong Size, ulong Height);

    private sealed record Case(byte[] Receipt, byte[] Leaf, ulong Size)
    {
        public object ForOthers(SoftwareSigner signer) => new
        {
            Receipt = Convert.ToHexStringLower(Receipt),
            Leaf = Convert.ToHexStringLower(Leaf),
            Key = Convert.ToHexStringLower(PublicKeyInfo.Encode(signer.Suite, signer.PublicKey.Span)),
        };

        public Case Flip(int at)
        {
            byte[] flipped = [.. Receipt];
            flipped[at] ^= 1;
            return this with { Receipt = flipped };
        }

        public CoseFault Verify(SoftwareSigner signer)
            => CoseReceipt.TryDecode(Receipt, out CoseReceipt? read) is var fault && read is null
                ? fault
                : read.Verify(MerkleHash.Sha256Leaf(Leaf), signer.PublicKey.Span, SignatureSuites.Production);
    }
}
