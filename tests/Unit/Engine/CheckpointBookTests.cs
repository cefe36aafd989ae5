using Ledger.Cryptography.Hashing;
using Ledger.Cryptography.Signatures;
using Ledger.Engine.Checkpoints;
using Ledger.Protocol.Blocks;
using Ledger.Protocol.Checkpoints;
using Ledger.Protocol.Encoding;
using Ledger.Protocol.Governance;
using Ledger.Protocol.Messages;
using Ledger.Protocol.Numbers;
using Ledger.Protocol.Validators;
using Ledger.Storage.Devices;
using Ledger.Tests.Unit.Consensus;

namespace Ledger.Tests.Unit.Engine;

/// <summary>What is published of what validators cosign, and what never is (PROTOCOL.md C1).</summary>
public sealed class CheckpointBookTests
{
    private static readonly Committee Four = new();

    private static readonly EpochConfiguration First = Four.Genesis.Configuration;

    private readonly SortedDictionary<Height, BlockHeader> _chain = [];

    [Fact]
    public void C1_a_quorum_publishes_and_later_lines_are_added()
    {
        BlockHeader header = Final(5, size: 9);
        CheckpointBook book = Book();

        Assert.All(new[] { 0, 1 }, by => Assert.Equal(CosignedVerdict.Counted, book.Take(Say(by, header))));
        Assert.Null(book.Published);
        Assert.Equal(CosignedVerdict.Known, book.Take(Say(1, header)));
        book.Take(Say(2, header));
        Assert.Equal((9UL, 3), (book.Published!.Size, book.Published.Lines.Count));
        book.Take(Say(3, header));

        Assert.Equal([0, 1, 2, 3], book.Published!.Lines.Select(l => (int)l.Sender.Value));
        Assert.Equal(CosignedVerdict.Known, book.Take(Say(3, header)));
    }

    [Fact]
    public void C1_a_verifier_of_one_suite_sees_everybodys_line()
    {
        PublishedCheckpoint published = Published(Final(5, size: 9));
        CosignerKeys[] keys = [.. First.Validators.Validators.Select(v => CosignerKeys.Of(
            First.ChainId, v.Name, v.CosigningKeys.Ed25519.Span, v.CosigningKeys.Sm2.Span))];
        (SignedNote log, SignedNote twin) = (Reread(published.Sha256Note), Reread(published.Sm3Note));

        Assert.Equal([.. keys.Take(3).Select(k => k.Log.Id)], log.Signatures.Take(3).Select(s => s.KeyId));
        Assert.All(
            new[] { (log, keys.Select(k => k.Log)), (log, keys.Select(k => k.Ed25519)), (log, keys.Select(k => k.Sm2)),
                (twin, keys.Select(k => k.Ed25519)), (twin, keys.Select(k => k.Sm2)) },
            c => Assert.Equal(3, c.Item1.Verify(Committee.Suites, c.Item2)?.Count));
        Assert.Null((log with { Signatures = twin.Signatures }).Verify(Committee.Suites, keys.Select(k => k.Sm2)));
        Assert.Empty(twin.Verify(Committee.Suites, keys.Select(k => k.Log))!);
    }

    [Fact]
    public void C1_what_is_not_of_the_own_chain_counts_for_nothing_though_a_quorum_says_it()
    {
        BlockHeader own = Final(5, size: 9);
        CheckpointBook book = Book();
        BlockHeader other = own with { LogRootSm3 = Sm3.Hash("another"u8) };

        Assert.All(new[] { 0, 1, 2, 2 }, by => Assert.Equal(CosignedVerdict.Contradicts, book.Take(Say(by, other))));
        Assert.Equal(CosignedVerdict.NotOfBlock, book.Take(Say(3, own with { TimeMs = own.TimeMs + 1_000 })));
        Assert.Equal(CosignedVerdict.NotOfBlock, book.Take(Say(3, own with { LogSize = 8 })));

        Assert.Null(book.Published);
        Assert.Equal([0, 1, 2], book.Contradictions.Select(c => (int)c.Said.Sender.Value));
        Assert.All(book.Contradictions, c => Assert.Equal((own, First), (c.Own, c.Epoch)));
    }

    [Fact]
    public void C1_sizes_never_go_down()
    {
        BlockHeader small = Final(4, size: 7);
        BlockHeader large = Final(5, size: 9);
        CheckpointBook book = Book();
        book.Take(Say(0, small));
        book.Take(Say(1, small));
        Array.ForEach([0, 1, 2], by => book.Take(Say(by, large)));

        Assert.Equal(CosignedVerdict.Stale, book.Take(Say(3, small)));
        Assert.Equal((9UL, 0), (book.Published!.Size, book.Held(Committee.At(0))));
    }

    [Fact]
    public void C1_lines_of_one_tree_count_together_whichever_block_they_name()
    {
        BlockHeader first = Final(5, size: 9);
        BlockHeader second = Final(6, size: 9);
        CheckpointBook book = Book();

        book.Take(Say(0, first));
        book.Take(Say(1, second));
        book.Take(Say(2, first));

        Assert.Equal([first, second, first], book.Published!.Lines.Select(l => _chain[l.Height]));
    }

    [Fact]
    public void C1_what_comes_early_waits_and_a_flood_takes_few_places_and_its_own()
    {
        CheckpointBook book = Book();
        BlockHeader next = Header(5, size: 9);
        for (ulong i = 0; i < 100; i++)
        {
            Assert.Equal(CosignedVerdict.Held, book.Take(Say(3, Header(50 + i, size: 50 + i))));
        }

        Array.ForEach([0, 1, 2], by => Assert.Equal(CosignedVerdict.Held, book.Take(Say(by, next))));
        book.Advance();
        Assert.Null(book.Published);
        Assert.Equal(CheckpointBook.SlotsPerValidator, book.Held(Committee.At(3)));

        Final(5, size: 9);
        book.Advance();
        Assert.Equal(9UL, book.Published!.Size);
    }

    [Fact]
    public void C1_a_lie_about_a_block_to_come_is_seen_when_it_comes()
    {
        CheckpointBook book = Book();
        book.Take(Say(1, Header(5, size: 9) with { LogRoot = Sha256.Hash("another"u8) }));
        Final(5, size: 9);

        book.Advance();

        Assert.Equal((1, 0), (book.Contradictions.Count, book.Held(Committee.At(1))));
    }

    [Fact]
    public void C1_another_epochs_validators_cosign_the_same_tree_anew()
    {
        BlockHeader header = Final(5, size: 9);
        EpochConfiguration second = ConfigurationDraft.Of(First).Begin(First, new Height(6));
        CheckpointBook book = new(second, Published(header), h => _chain.GetValueOrDefault(h));

        Array.ForEach([1, 2], by => Assert.Equal(CosignedVerdict.Counted, book.Take(Say(by, header))));
        Assert.Equal(First, book.Published!.Epoch);
        book.Take(Say(3, header));

        Assert.Equal((second, 3), (book.Published!.Epoch, book.Published.Lines.Count));
        Assert.Equal(CosignedVerdict.Stale, book.Take(Say(0, Final(4, size: 7))));
    }

    [Fact]
    public void C1_what_was_published_comes_back_and_no_bit_of_a_signature_may_differ()
    {
        PublishedCheckpoint published = Published(Final(5, size: 9));
        byte[] bytes = published.Encode();

        Assert.Equal(DecodeFault.None, PublishedCheckpoint.TryDecode(bytes, Committee.Suites, out PublishedCheckpoint? read));
        Assert.Equal(published.Sha256Note.Encode(), read!.Sha256Note.Encode());
        for (int i = 1; i <= Cosigned.SignaturesBytes; i++)
        {
            byte[] bad = [.. bytes];
            bad[^i] ^= 1;
            Assert.Equal(DecodeFault.NotCanonical, PublishedCheckpoint.TryDecode(bad, Committee.Suites, out _));
        }

        Assert.Null(PublishedCheckpoint.Of(First, [.. published.Lines.Take(2)]));
        Assert.Null(PublishedCheckpoint.Of(First, [.. published.Lines.Take(2), published.Lines[0]]));
        Assert.NotEqual(DecodeFault.None, PublishedCheckpoint.TryDecode([.. bytes, 0], Committee.Suites, out _));
    }

    [Fact]
    public void C1_the_file_of_what_was_published_is_the_chains_own_or_nothing()
    {
        MemoryDirectory disk = new();
        CheckpointFile file = new(disk, First.ChainId);
        Assert.Null(file.Read(Committee.Suites));
        file.Write(Published(Final(4, size: 7)));
        file.Write(Published(Final(5, size: 9)));

        Assert.Equal(9UL, file.Read(Committee.Suites)!.Size);
        disk.Flip(CheckpointFile.Name, 400, 1);
        Assert.Null(file.Read(Committee.Suites));
    }

    private CheckpointBook Book() => new(First, null, h => _chain.GetValueOrDefault(h));

    private static PublishedCheckpoint Published(BlockHeader header)
        => PublishedCheckpoint.Of(First, [.. Enumerable.Range(0, 3).Select(by => Say(by, header))])!;

    private static Cosigned Say(int by, BlockHeader header) => Cosigned.Sign(Committee.At(by), header, Committee.CosignersOf(by));

    private BlockHeader Final(ulong height, ulong size) => _chain[new Height(height)] = Header(height, size);

    private static BlockHeader Header(ulong height, ulong size) => Four.Child(Four.Origin.Sha256, height).Header with
    {
        TimeMs = Four.Genesis.TimeMs + (1_000 * height),
        LogSize = size,
        LogRoot = Sha256.Hash([(byte)size]),
        LogRootSm3 = Sm3.Hash([(byte)size]),
    };

    private static SignedNote Reread(SignedNote note)
    {
        Assert.Equal(DecodeFault.None, SignedNote.TryDecode(note.Encode(), out SignedNote? read));
        return read!;
    }
}
