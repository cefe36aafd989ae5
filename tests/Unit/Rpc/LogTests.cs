using System.Net;
using Ledger.Cryptography.Hashing;
using Ledger.Protocol.Checkpoints;
using Ledger.Protocol.Merkle;
using Ledger.Tests.Unit.Checkpoints;

namespace Ledger.Tests.Rpc;

/// <summary>The public log and its twin over plain addresses: c2sp.org/tlog-tiles.</summary>
public sealed class LogTests
{
    private const int Leaves = 700;

    private const string Immutable = "public, max-age=31536000, immutable";

    [Theory]
    [InlineData("", "sha256")]
    [InlineData("sm3/", "sm3")]
    public async Task The_tiles_of_a_checkpoint_give_its_root(string prefix, string name)
    {
        TreeHash hash = name == "sm3" ? TreeHash.Sm3 : TreeHash.Sha256;
        await using RpcWorld world = await RpcWorld.StartAsync(log: new MemoryLog(Leaves));
        SignedNote note = Notes.Read(await world.Http.GetStringAsync($"{prefix}checkpoint"))!;
        Checkpoint.TryParse(note.Text, out Checkpoint? head);

        Dictionary<TilePath, byte[]> tiles = [];
        foreach (TilePath path in TileTree.Needed(head!.Size, tree => tree.RootAt(head.Size)))
        {
            tiles[path] = await world.Http.GetByteArrayAsync($"{prefix}{path}");
        }

        Assert.Equal((ulong)Leaves, head.Size);
        Assert.Equal(head.Root, new TileTree(hash, head.Size, path => tiles[path]).RootAt(head.Size));
        Assert.Equal(name == "sm3" ? LogOrigin.TwinOf(Notes.ChainId) : LogOrigin.Of(Notes.ChainId), head.Origin);
    }

    [Fact]
    public async Task Entries_hash_to_the_tile_beside_them_and_are_compressed_when_asked()
    {
        await using RpcWorld world = await RpcWorld.StartAsync(log: new MemoryLog(Leaves));
        byte[] bundle = await world.Http.GetByteArrayAsync("tile/entries/001");
        byte[] tile = await world.Http.GetByteArrayAsync("tile/0/001");
        using HttpRequestMessage request = new(HttpMethod.Get, "tile/entries/001") { Headers = { { "Accept-Encoding", "gzip" } } };
        using HttpResponseMessage zipped = await world.Http.SendAsync(request);

        Assert.Equal(tile, LogTiles.Leaves(TreeHash.Sha256, LogTiles.RecordsOf(bundle, 256)));
        Assert.Equal(256 * 56, bundle.Length);
        Assert.Equal(["gzip"], zipped.Content.Headers.ContentEncoding);
        Assert.Equal(["Accept-Encoding"], zipped.Headers.Vary);
    }

    [Fact]
    public async Task A_tile_is_kept_for_ever_and_a_checkpoint_for_a_second()
    {
        await using RpcWorld world = await RpcWorld.StartAsync(log: new MemoryLog(Leaves));

        Assert.Equal((Immutable, "application/octet-stream"), await HeadersAsync(world, "tile/0/000"));
        Assert.Equal((Immutable, "application/octet-stream"), await HeadersAsync(world, "tile/0/002.p/188"));
        Assert.Equal(("public, max-age=1", "text/plain; charset=utf-8"), await HeadersAsync(world, "checkpoint"));
    }

    [Fact]
    public async Task Who_has_a_tile_is_not_sent_it_again()
    {
        await using RpcWorld world = await RpcWorld.StartAsync(log: new MemoryLog(Leaves));
        using HttpResponseMessage first = await world.Http.GetAsync("tile/0/000");
        using HttpRequestMessage again = new(HttpMethod.Get, "tile/0/000") { Headers = { { "If-None-Match", $"{first.Headers.ETag}" } } };
        using HttpRequestMessage other = new(HttpMethod.Get, "tile/0/001") { Headers = { { "If-None-Match", $"{first.Headers.ETag}" } } };
        using HttpResponseMessage same = await world.Http.SendAsync(again);
        using HttpResponseMessage fresh = await world.Http.SendAsync(other);

        Assert.Equal((HttpStatusCode.NotModified, 0), (same.StatusCode, (await same.Content.ReadAsByteArrayAsync()).Length));
        Assert.Equal(HttpStatusCode.OK, fresh.StatusCode);
    }

    [Theory]
    [InlineData("tile/0/002")] // only partly there
    [InlineData("tile/0/002.p/189")]
    [InlineData("tile/0/003.p/1")]
    [InlineData("tile/1/000.p/3")]
    [InlineData("tile/2/000.p/1")]
    [InlineData("tile/9/000.p/1")]
    [InlineData("tile/0/2")]
    [InlineData("tile/entries/x000/000")]
    [InlineData("sm3/tile/0/002")]
    [InlineData("sm3/tile/")]
    [InlineData("sm3/sm3/checkpoint")]
    public async Task What_the_checkpoint_does_not_cover_or_no_log_has_is_not_found(string path)
    {
        MemoryLog log = new(Leaves);
        await using RpcWorld world = await RpcWorld.StartAsync(log: log);
        using HttpResponseMessage answer = await world.Http.GetAsync(path);

        Assert.Equal((HttpStatusCode.NotFound, "no-store"), (answer.StatusCode, $"{answer.Headers.CacheControl}"));
        Assert.Equal(0, log.Reads);
    }

    [Fact]
    public async Task Every_begin_of_a_tile_is_served_after_it_is_full()
    {
        await using RpcWorld world = await RpcWorld.StartAsync(log: new MemoryLog(Leaves));
        byte[] whole = await world.Http.GetByteArrayAsync("tile/0/000");

        Assert.Equal(whole[..(Digest.Size * 5)], await world.Http.GetByteArrayAsync("tile/0/000.p/5"));
    }

    [Fact]
    public async Task Before_a_checkpoint_is_published_nothing_is_there_and_only_reading_is_allowed()
    {
        MemoryLog log = new(Leaves) { Newest = null };
        await using RpcWorld world = await RpcWorld.StartAsync(log: log);
        using HttpResponseMessage early = await world.Http.GetAsync("checkpoint");
        using HttpResponseMessage tile = await world.Http.GetAsync("tile/0/000");
        using HttpResponseMessage post = await world.Http.PostAsync("checkpoint", null);

        Assert.Equal((HttpStatusCode.NotFound, HttpStatusCode.NotFound), (early.StatusCode, tile.StatusCode));
        Assert.Equal(HttpStatusCode.MethodNotAllowed, post.StatusCode);
    }

    [Fact]
    public async Task A_node_without_a_log_has_none_of_these_addresses()
    {
        await using RpcWorld world = await RpcWorld.StartAsync();
        using HttpResponseMessage answer = await world.Http.GetAsync("checkpoint");

        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
    }

    private static async Task<(string Caching, string Type)> HeadersAsync(RpcWorld world, string path)
    {
        using HttpRequestMessage request = new(HttpMethod.Head, path);
        using HttpResponseMessage answer = await world.Http.SendAsync(request);
        Assert.NotNull(answer.Headers.ETag);
        return (string.Join(", ", answer.Headers.GetValues("Cache-Control")), $"{answer.Content.Headers.ContentType}");
    }
}
