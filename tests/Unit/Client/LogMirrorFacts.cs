using Ledger.Client.Logs;
using Ledger.Cryptography.Signatures;
using Ledger.Protocol.Checkpoints;
using Ledger.Protocol.Merkle;
using Ledger.Tests.Unit.Checkpoints;
using Ledger.Tests.Unit.Storage;

namespace Ledger.Tests.Unit.Client;

/// <summary>A mirror hashes all it copies, goes on where it was, and takes no log that went back or forked.</summary>
public sealed class LogMirrorFacts : IDisposable
{
    private static readonly LogTrust Trust = new(PolicyWorld.Of("2+2", "1,1", 1, SuiteId.Ed25519), null, Notes.Suites);

    private static readonly LogTrust TwinTrust =
        new(PolicyWorld.Of("2+2", "1,1", 1, SuiteId.Sm2), LogOrigin.TwinOf(Notes.ChainId), Notes.Suites);

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_mirror_serves_what_the_log_serves_and_goes_on_where_it_was()
    {
        MemoryLog log = new(700);
        MemorySource source = new(log, TreeHash.Sha256);

        Assert.Equal(0ul, (await AdvanceAsync(source)).Before);
        log.Grow(100);
        source.Asked.Clear();
        MirrorReport second = await AdvanceAsync(source);

        Assert.Equal((700ul, 800ul), (second.Before, second.Newest.Head.Size));
        Assert.DoesNotContain("tile/entries/000", source.Asked); // what it has whole is not asked for again
        foreach (TilePath path in Tiles(800))
        {
            byte[]? served = await source.ReadAsync($"{path}", LogTiles.MaximumBytes, default);
            Assert.Equal(served, new FolderLog(_folder.Path).Find($"{path}", LogTiles.MaximumBytes));
        }

        Assert.Equal(800ul, (await AdvanceAsync(source)).Before);
    }

    [Fact]
    public async Task The_twin_is_mirrored_by_sm2_alone()
    {
        MemorySource twin = new(new MemoryLog(300), TreeHash.Sm3);
        MirrorReport report = await new LogMirror(twin, TwinTrust, _folder.Path).AdvanceAsync(default);

        Assert.Equal(300ul, report.Newest.Head.Size);
        Assert.Equal([SuiteId.Ed25519], report.Newest.Verdict.NotChecked);
    }

    [Theory]
    [InlineData("tile/entries/001")]
    [InlineData("tile/entries/002.p/188")]
    public async Task An_entry_with_one_bit_changed_is_refused_and_the_honest_log_is_mirrored_afterwards(string changed)
    {
        MemorySource source = new(new MemoryLog(700), TreeHash.Sha256) { Change = (path, bytes) => path == changed ? Flip(bytes!) : bytes };

        Assert.Equal(LogFault.NotOfRoot, await FaultAsync(source));
        Assert.Null(new FolderLog(_folder.Path).Find("checkpoint", SignedNote.MaximumBytes));
        source.Change = (_, bytes) => bytes;
        Assert.Equal(700ul, (await AdvanceAsync(source)).Newest.Head.Size);
    }

    [Fact]
    public async Task A_log_that_went_back_or_forked_is_refused_with_both_notes_and_the_copy_stays()
    {
        await AdvanceAsync(new MemorySource(new MemoryLog(700), TreeHash.Sha256));
        MemoryLog forked = new(600, seed: 9);

        LogException rollback = await RefusedAsync(new MemorySource(forked, TreeHash.Sha256));
        forked.Grow(100);
        LogException sameSize = await RefusedAsync(new MemorySource(forked, TreeHash.Sha256));
        forked.Grow(300);
        LogException fork = await RefusedAsync(new MemorySource(forked, TreeHash.Sha256));

        Assert.Equal([LogFault.Rollback, LogFault.Fork, LogFault.Fork], [rollback.Fault, sameSize.Fault, fork.Fault]);
        Assert.StartsWith("{", fork.Evidence!.Write());
        Assert.NotEqual($"{fork.Evidence.Before}", $"{fork.Evidence.After}");
        Assert.Equal(700ul, Mirror(new MemorySource(forked, TreeHash.Sha256)).Load()!.Head.Size);
    }

    [Fact]
    public async Task A_tile_that_lies_is_no_fork()
    {
        MemoryLog log = new(512);
        MemorySource source = new(log, TreeHash.Sha256);
        await AdvanceAsync(source);
        log.Grow(300);
        source.Change = (path, bytes) => path.StartsWith("tile/1/", StringComparison.Ordinal) ? Flip(bytes!) : bytes;

        Assert.Equal(LogFault.NotOfRoot, await FaultAsync(source));
    }

    [Fact]
    public async Task A_copy_that_was_damaged_since_is_noticed()
    {
        MemorySource source = new(new MemoryLog(700), TreeHash.Sha256);
        await AdvanceAsync(source);
        string tile = Path.Combine(_folder.Path, "tile", "0", "002.p", "188");
        File.WriteAllBytes(tile, Flip(File.ReadAllBytes(tile)));

        Assert.Equal(LogFault.NotOfRoot, await FaultAsync(source));
    }

    [Theory]
    [InlineData("", LogFault.Malformed)]
    [InlineData("another", LogFault.NotBelieved)]
    [InlineData(null, LogFault.NotThere)]
    public async Task A_checkpoint_that_is_none_or_not_believed_or_missing_is_refused(string? what, LogFault expected)
    {
        byte[]? note = what switch
        {
            null => null,
            "" => [1],
            _ => Notes.Signed(new Checkpoint(LogOrigin.Of(Notes.ChainId), 700, default), 0, 1).Encode(), // of one region alone
        };
        MemorySource source = new(new MemoryLog(700), TreeHash.Sha256) { Change = (path, bytes) => path == "checkpoint" ? note : bytes };

        Assert.Equal(expected, await FaultAsync(source));
    }

    [Fact]
    public async Task A_proof_comes_of_a_server_and_of_a_mirror_alike_and_of_no_leaf_beyond()
    {
        MemoryLog log = new(700);
        MemorySource source = new(log, TreeHash.Sha256);
        await AdvanceAsync(source);
        LogReader online = new(source, Trust);
        LogReader offline = new(new FolderLog(_folder.Path), Trust);

        TlogProof proof = await online.ProveAsync(511, await online.NewestAsync(default), default);

        Assert.Equal($"{proof}", $"{await offline.ProveAsync(511, await offline.NewestAsync(default), default)}");
        Assert.Equal(log.Record(511), proof.Extra!.Value.ToArray());
        LogException beyond = await Assert.ThrowsAsync<LogException>(
            async () => await online.ProveAsync(700, await online.NewestAsync(default), default));
        Assert.Equal(LogFault.NoSuchLeaf, beyond.Fault);
    }

    private static IEnumerable<TilePath> Tiles(ulong size)
        => from level in (int[])[TilePath.Entries, 0, 1]
           from first in Enumerable.Range(0, (int)((LogTiles.Count(level, size) + 255) / 256))
           select LogTiles.Holding(level, (ulong)first * 256, size);

    private static byte[] Flip(byte[] bytes)
    {
        byte[] flipped = [.. bytes];
        flipped[^1] ^= 1;
        return flipped;
    }

    private LogMirror Mirror(MemorySource source) => new(source, Trust, _folder.Path);

    private Task<MirrorReport> AdvanceAsync(MemorySource source) => Mirror(source).AdvanceAsync(default);

    private async Task<LogFault> FaultAsync(MemorySource source)
        => (await Assert.ThrowsAsync<LogException>(() => AdvanceAsync(source))).Fault;

    private async Task<LogException> RefusedAsync(MemorySource source)
    {
        LogException refused = await Assert.ThrowsAsync<LogException>(() => AdvanceAsync(source));
        Assert.NotNull(refused.Evidence);
        return refused;
    }
}
