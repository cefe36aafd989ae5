using Ledger.Engine.Checkpoints;
using Ledger.Protocol.Blocks;
using Ledger.Protocol.Messages;
using Ledger.Tests.Unit.Consensus;

namespace Ledger.Tests.Unit.Engine;

/// <summary>Which blocks a validator cosigns, and when (PROTOCOL.md C1).</summary>
public sealed class CosigningDutyTests
{
    private const ulong NowMs = 1_800_000_000_000;

    private static readonly Committee Four = new();

    private readonly CosigningDuty _duty = DutyOf(2);

    [Fact]
    public void C1_the_first_block_of_an_interval_is_cosigned_and_the_others_are_not()
    {
        BlockHeader first = Note(1, atMs: 1_000, size: 5, parentMs: 999);
        Assert.Same(first, _duty.Next(NowMs, waits: false));
        Cosigned said = _duty.Sign(first);

        Note(2, atMs: 1_400, size: 6, parentMs: 1_000);
        Note(3, atMs: 1_999, size: 7, parentMs: 1_400);
        Assert.Null(_duty.Next(NowMs, waits: false));
        BlockHeader next = Note(4, atMs: 2_000, size: 8, parentMs: 1_999);

        Assert.Same(next, _duty.Next(NowMs, waits: false));
        Assert.Equal((Committee.At(2), 1UL, first.Height, 5UL), (said.Sender, said.TimeSeconds, said.Height, said.Checkpoint.Size));
        Assert.True(said.IsSignedBy(Four.Genesis.Validators.Validators[2], Four.Genesis.ChainId, Committee.Suites));
        Assert.False(said.IsSignedBy(Four.Genesis.Validators.Validators[1], Four.Genesis.ChainId, Committee.Suites));
    }

    [Fact]
    public void C1_when_no_block_comes_for_an_interval_the_last_is_cosigned()
    {
        _duty.Sign(Note(1, atMs: 1_000, size: 5, parentMs: 999));
        BlockHeader last = Note(2, atMs: 1_500, size: 6, parentMs: 1_000);
        ulong due = NowMs + CosigningDuty.IntervalMs;

        Assert.Equal(due, _duty.DueMs);
        Assert.Null(_duty.Next(due - 1, waits: false));
        Assert.Same(last, _duty.Next(due, waits: false));
    }

    [Fact]
    public void C1_nothing_is_cosigned_twice_or_smaller_and_nothing_of_a_tree_that_did_not_grow()
    {
        CosigningDuty restarted = DutyOf(2, (9, true));
        foreach (ulong size in (ulong[])[5, 9])
        {
            restarted.Note(Header(size, 1_000 * size, size), 0, NowMs);
            Assert.Null(restarted.Next(NowMs + CosigningDuty.IntervalMs, waits: false));
            Assert.Null(restarted.DueMs);
        }

        CosigningDuty newcomer = DutyOf(2, (9, false));
        newcomer.Note(Header(9, 9_000, 9), 0, NowMs);
        Assert.NotNull(newcomer.Next(NowMs, waits: false));
    }

    [Fact]
    public void C1_who_catches_up_cosigns_nothing_but_the_newest()
    {
        Note(1, atMs: 1_000, size: 5, parentMs: 999);
        Assert.Null(_duty.Next(NowMs, waits: true));
        Assert.Null(_duty.DueMs);
        BlockHeader newest = Note(2, atMs: 2_000, size: 6, parentMs: 1_000);

        Assert.Same(newest, _duty.Next(NowMs, waits: false));
    }

    [Fact]
    public void C1_who_has_no_keys_of_the_set_cosigns_nothing()
    {
        CosigningDuty stranger = DutyOf(9);
        stranger.Note(Header(1, 1_000, 5), 0, NowMs);

        Assert.Null(stranger.Next(NowMs, waits: false));
        Assert.Null(stranger.DueMs);
        Assert.False(stranger.Cosigns);
    }

    private static CosigningDuty DutyOf(int validator, (ulong, bool) published = default)
        => new(Four.Genesis.Configuration, [Committee.CosignersOf(12), Committee.CosignersOf(validator)], null, published);

    private BlockHeader Note(ulong height, ulong atMs, ulong size, ulong parentMs)
    {
        BlockHeader header = Header(height, atMs, size);
        _duty.Note(header, parentMs, NowMs);
        return header;
    }

    private static BlockHeader Header(ulong height, ulong atMs, ulong size)
        => Four.Child(Four.Origin.Sha256, height).Header with { TimeMs = atMs, LogSize = size };
}
