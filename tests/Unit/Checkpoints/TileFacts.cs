using Ledger.Cryptography.Hashing;
using Ledger.Protocol.Checkpoints;
using Ledger.Protocol.Encoding;
using Ledger.Protocol.Merkle;
using Ledger.Tests.Unit.Merkle;

namespace Ledger.Tests.Unit.Checkpoints;

/// <summary>Our store as tiles of C2SP, and the proofs that come of tiles alone, against the prover over the store.</summary>
public sealed class TileFacts
{
    private const int Leaves = 66_000; // two levels above the leaves

    private static readonly MemoryTiles Store = MakeStore();

    private static readonly AnchorProver Prover = new(Store);

    [Theory]
    [InlineData("tile/0/000", 0, 0ul, 256)]
    [InlineData("tile/2/x001/x234/067", 2, 1_234_067ul, 256)]
    [InlineData("tile/entries/x001/000.p/255", TilePath.Entries, 1_000ul, 255)]
    [InlineData("tile/63/999.p/1", 63, 999ul, 1)]
    public void A_path_is_read_as_it_is_written(string text, int level, ulong index, int width)
    {
        Assert.Equal(DecodeFault.None, TilePath.TryParse(text, out TilePath path));
        Assert.Equal(new TilePath(level, index, width), path);
        Assert.Equal(text, $"{path}");
    }

    [Theory]
    [InlineData("tile/0")]
    [InlineData("tile/64/000")]
    [InlineData("tile/00/000")]
    [InlineData("tile/-1/000")]
    [InlineData("tile/0/0")]
    [InlineData("tile/0/x000/001")]
    [InlineData("tile/0/001/000")]
    [InlineData("tile/0/x001/x000")]
    [InlineData("tile/0/000.p/0")]
    [InlineData("tile/0/000.p/256")]
    [InlineData("tile/0/000.p/01")]
    [InlineData("tile/0/000.p")]
    [InlineData("tile/entries/000/")]
    [InlineData("/tile/0/000")]
    [InlineData("Tile/0/000")]
    [InlineData("tile/0/x999/x999/x999/x999/x999/999")]
    public void Every_other_spelling_is_refused(string text)
    {
        Assert.NotEqual(DecodeFault.None, TilePath.TryParse(text, out TilePath path));
        Assert.Equal(default, path);
    }

    [Fact]
    public void The_specification_s_example_of_70_000_leaves_has_its_tiles()
    {
        const ulong Size = 70_000;

        Assert.True(LogTiles.Has(new TilePath(0, 272), Size));
        Assert.Equal(new TilePath(0, 273, 112), LogTiles.Holding(0, Size - 1, Size));
        Assert.False(LogTiles.Has(new TilePath(0, 273, 113), Size));
        Assert.True(LogTiles.Has(new TilePath(1, 0), Size));
        Assert.Equal(new TilePath(1, 1, 17), LogTiles.Holding(1, 272, Size));
        Assert.Equal(new TilePath(2, 0, 1), LogTiles.Holding(2, 0, Size));
        Assert.False(LogTiles.Has(new TilePath(3, 0, 1), Size));
        Assert.True(LogTiles.Has(new TilePath(1, 0, 1), 256));
        Assert.True(LogTiles.Has(new TilePath(TilePath.Entries, 273, 112), Size));
    }

    [Fact]
    public void A_hash_of_a_higher_tile_is_the_root_of_a_full_tile_below_it()
    {
        foreach (TreeHash hash in (TreeHash[])[TreeHash.Sha256, TreeHash.Sm3])
        {
            byte[] above = LogTiles.Read(Store, hash, new TilePath(1, 1, 1));
            byte[] below = LogTiles.Read(Store, hash, new TilePath(0, 256));

            Assert.Equal(256 * Digest.Size, below.Length);
            Assert.Equal(new Digest(above), Root(hash, below));
        }
    }

    [Fact]
    public void A_bundle_has_the_records_behind_their_lengths_and_nothing_else_reads_as_one()
    {
        byte[] bundle = LogTiles.Read(Store, TreeHash.Sha256, new TilePath(TilePath.Entries, 3, 7));
        byte[] records = LogTiles.RecordsOf(bundle, 7)!;

        Assert.Equal((7 * LogTiles.EntryBytes, (byte)0, (byte)54), (bundle.Length, bundle[0], bundle[1]));
        Assert.Equal(LogTiles.Read(Store, TreeHash.Sha256, new TilePath(0, 3, 7)), LogTiles.Leaves(TreeHash.Sha256, records));
        Assert.Null(LogTiles.RecordsOf(bundle, 6));
        Assert.Null(LogTiles.RecordsOf([.. bundle, 0], 7));
        bundle[LogTiles.EntryBytes + 1]++;
        Assert.Null(LogTiles.RecordsOf(bundle, 7));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(255)]
    [InlineData(256)]
    [InlineData(257)]
    [InlineData(65_535)]
    [InlineData(65_536)]
    [InlineData(65_793)]
    [InlineData(66_000)]
    public void Roots_and_proofs_of_tiles_are_those_of_the_store(ulong size)
    {
        foreach (TreeHash hash in (TreeHash[])[TreeHash.Sha256, TreeHash.Sm3])
        {
            TileTree tree = new(hash, size, path => LogTiles.Read(Store, hash, path));
            ulong older = 1 + (size * 5 / 7 % size);

            Assert.Equal(hash.Of(Prover.RootAt(size)), tree.RootAt(size));
            Assert.Equal(hash.Of(Prover.RootAt(older)), tree.RootAt(older));
            Assert.Equal(Half(hash, Prover.ProveInclusion(older - 1, size).Path), tree.ProveInclusion(older - 1, size));
            Assert.Equal(Half(hash, Prover.ProveConsistency(older, size).Path), tree.ProveConsistency(older, size));
            Assert.Empty(tree.ProveConsistency(size, size));
            Assert.Empty(tree.ProveConsistency(0, size));
        }
    }

    [Fact]
    public void What_a_question_needs_is_known_before_it_is_asked_and_is_in_the_log()
    {
        IReadOnlyList<TilePath> needed = TileTree.Needed(Leaves, tree => tree.ProveConsistency(300, Leaves));
        TileTree answering = new(TreeHash.Sha256, Leaves, path =>
        {
            Assert.Contains(path, needed);
            return LogTiles.Read(Store, TreeHash.Sha256, path);
        });

        Assert.All(needed, path => Assert.True(LogTiles.Has(path, Leaves)));
        Assert.InRange(needed.Count, 1, 6);
        Assert.NotEmpty(answering.ProveConsistency(300, Leaves));
    }

    private static Digest Root(TreeHash hash, ReadOnlySpan<byte> hashes) => hashes.Length == Digest.Size
        ? new Digest(hashes)
        : hash.Node(Root(hash, hashes[..(hashes.Length / 2)]), Root(hash, hashes[(hashes.Length / 2)..]));

    private static Digest[] Half(TreeHash hash, ReadOnlySpan<TwinDigest> path) => [.. path.ToArray().Select(t => hash.Of(t))];

    private static MemoryTiles MakeStore()
    {
        MemoryTiles tiles = new();
        tiles.Append(MemoryTiles.MakeRecords(Leaves));
        return tiles;
    }
}
