using Ledger.Cryptography.Hashing;
using Ledger.Cryptography.Signatures;
using Ledger.Protocol.Checkpoints;
using Ledger.Protocol.Encoding;
using Ledger.Protocol.Merkle;
using Ledger.Tests.Unit.Merkle;

namespace Ledger.Tests.Unit.Checkpoints;

public sealed class TlogProofFacts
{
    private const int Leaves = 300;
    private const ulong Leaf = 258;

    private static readonly byte[] Records = MemoryTiles.MakeRecords(Leaves);

    private static readonly TlogProof Made = Make(null);

    public static TheoryData<string, string> Tampered => new()
    {
        { "@v1", "@v2" },
        { "index 258", "index 0258" },
        { "index 258", "index  258" },
        { "index 258", "index -1" },
        { "index 258\n", "" },
        { "index 258\n", "extra AA=\nindex 258\n" },
        { "index 258\n", "extra AAAA\nextra AAAA\nindex 258\n" },
        { "index 258\n", "index 258\n\n" },
        { "=\n\nledger", "\n\nledger" },
        { "\n\nledger", "\nledger" },
    };

    [Fact]
    public void A_proof_is_read_as_it_was_written_with_and_without_extra_bytes()
    {
        foreach (TlogProof proof in (TlogProof[])[Made, Make(new byte[] { 1, 2, 3 }), Make(Array.Empty<byte>())])
        {
            Assert.Equal(DecodeFault.None, TlogProof.TryDecode(proof.Encode(), out TlogProof? read));
            Assert.Equal($"{proof}", $"{read}");
            Assert.Equal(proof.Extra?.ToArray(), read!.Extra?.ToArray());
        }
    }

    [Fact]
    public void It_holds_for_its_leaf_and_for_no_other()
    {
        PolicyVerdict verdict = PolicyWorld.Of("2+2", "1,1", 1, SuiteId.Ed25519).Judge(Made.Note, Notes.Suites);
        Checkpoint head = verdict.Checkpoint!;

        Assert.True(Made.Holds(TreeHash.Sha256, Record(Leaf), head));
        Assert.False(Made.Holds(TreeHash.Sha256, Record(Leaf - 1), head));
        Assert.False((Made with { Index = Leaf - 1 }).Holds(TreeHash.Sha256, Record(Leaf), head));
        Assert.False((Made with { Path = [.. Made.Path.Skip(1)] }).Holds(TreeHash.Sha256, Record(Leaf), head));
        Assert.False(Made.Holds(TreeHash.Sm3, Record(Leaf), head));
    }

    [Theory]
    [MemberData(nameof(Tampered))]
    public void Every_other_spelling_is_refused(string part, string other)
    {
        string text = $"{Made}";
        Assert.Contains(part, text, StringComparison.Ordinal);

        byte[] tampered = System.Text.Encoding.UTF8.GetBytes(text.Replace(part, other, StringComparison.Ordinal));
        Assert.NotEqual(DecodeFault.None, TlogProof.TryDecode(tampered, out TlogProof? read));
        Assert.Null(read);
    }

    [Fact]
    public void Truncations_and_more_hashes_than_a_tree_has_are_refused()
    {
        byte[] bytes = Made.Encode();
        TlogProof endless = Made with { Path = [.. Enumerable.Repeat(Digest.Zero, 64)] };

        Assert.All(
            Enumerable.Range(0, bytes.Length),
            end => Assert.Equal(IsWhole(bytes, end), TlogProof.TryDecode(bytes.AsSpan(0, end), out _) == DecodeFault.None));
        Assert.NotEqual(DecodeFault.None, TlogProof.TryDecode(endless.Encode(), out _));
        Assert.Equal(DecodeFault.TooLong, TlogProof.TryDecode(new byte[TlogProof.MaximumBytes + 1], out _));
    }

    /// <summary>A note without its last lines is a note, if a line is left.</summary>
    private static bool IsWhole(byte[] bytes, int end)
        => end > 0 && bytes[end - 1] == '\n' && bytes.AsSpan(0, end).LastIndexOf("\u2014 "u8) is > 0 and var last
            && bytes.AsSpan(0, last).LastIndexOf("\n\n"u8) > 0;

    private static ReadOnlySpan<byte> Record(ulong leaf) => Records.AsSpan((int)leaf * AnchorTree.RecordLength, AnchorTree.RecordLength);

    private static TlogProof Make(byte[]? extra)
    {
        MemoryTiles tiles = new();
        tiles.Append(Records);
        AnchorProver prover = new(tiles);
        Checkpoint head = new(LogOrigin.Of(Notes.ChainId), Leaves, prover.RootAt(Leaves).Sha256);
        Digest[] path = [.. prover.ProveInclusion(Leaf, Leaves).Path.ToArray().Select(t => t.Sha256)];
        return new TlogProof(extra is null ? null : extra.AsMemory(), Leaf, path, Notes.Signed(head, 0, 1, 2, 3));
    }
}
