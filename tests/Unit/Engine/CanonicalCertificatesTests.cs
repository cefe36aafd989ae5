using Ledger.Engine;
using Ledger.Engine.Receipts;
using Ledger.Protocol.Blocks;
using Ledger.Protocol.Certificates;
using Ledger.Protocol.Messages;
using Ledger.Protocol.Numbers;
using Ledger.Protocol.Validators;
using Ledger.Tests.Unit.Consensus;

namespace Ledger.Tests.Unit.Engine;

/// <summary>Which certificate a block's receipts carry, and how long it is waited for.</summary>
public sealed class CanonicalCertificatesTests
{
    private const ulong Window = 8;

    private static readonly Committee Four = new();

    [Fact]
    public void Whichever_quorum_came_first_the_certificate_is_the_first_quorum_in_the_order_of_the_set()
    {
        Block block = Four.Run(1)[0];
        foreach (int[] order in (int[][])[[3, 2, 1, 0], [0, 3, 1, 2], [1, 2, 3, 0]])
        {
            CanonicalCertificates canonical = Fresh();
            Hear(canonical, block, view: 0, order[..3]);
            canonical.Await(EventOf(block), own: null, nowMs: 0);
            Hear(canonical, block, view: 0, order[3]);

            QuorumCertificate chosen = Settle(canonical, nowMs: 0)!;

            Assert.Equal(new SignerSet(Committee.FirstThree), chosen.Signers);
            Assert.True(chosen.IsValid(Four.Genesis.Configuration, Committee.Suites));
            Assert.Equal(Four.Certify(StatementType.Commit, 0, block).Encode(), chosen.Encode());
        }
    }

    [Fact]
    public void A_vote_that_does_not_come_is_waited_for_no_longer_than_the_patience()
    {
        CanonicalCertificates canonical = Fresh();
        Block block = Four.Run(1)[0];
        Hear(canonical, block, view: 0, 1, 2, 3);
        canonical.Await(EventOf(block), own: null, nowMs: 10);

        Assert.Null(canonical.TrySettle(10 + CanonicalCertificates.PatienceMs - 1, out _));
        Assert.Equal(Height.Genesis, canonical.Settled);
        Assert.Equal(10 + CanonicalCertificates.PatienceMs, canonical.DueMs);
        QuorumCertificate chosen = Settle(canonical, 10 + CanonicalCertificates.PatienceMs)!;

        Assert.Equal(new SignerSet(0b1110), chosen.Signers);
        Assert.Equal(new Height(1), canonical.Settled);
    }

    [Fact]
    public void A_validator_that_eight_blocks_were_settled_without_is_not_waited_for_until_it_votes_again()
    {
        CanonicalCertificates canonical = Fresh();
        Block[] run = Four.Run(10);
        foreach (Block block in run[..9])
        {
            Hear(canonical, block, view: 0, 1, 2, 3);
            canonical.Await(EventOf(block), own: null, nowMs: 0);
        }

        for (int missed = 0; missed < 8; missed++)
        {
            Assert.Null(canonical.TrySettle(0, out _));
            Assert.NotNull(canonical.TrySettle(CanonicalCertificates.PatienceMs, out _));
        }

        Assert.Equal(new SignerSet(0b1110), Settle(canonical, 0)!.Signers);
        Hear(canonical, run[9], view: 0, 0);
        Assert.Null(canonical.TrySettle(0, out _));
    }

    [Fact]
    public void Votes_of_two_views_or_for_another_block_are_never_one_certificate()
    {
        CanonicalCertificates canonical = Fresh();
        Block block = Four.Run(1)[0];
        Block other = Four.Run(1, salt: 1)[0];
        Hear(canonical, block, view: 0, 0, 1);
        Hear(canonical, block, view: 1, 2);
        Hear(canonical, other, view: 0, 3);
        canonical.Await(EventOf(block), own: null, nowMs: 0);

        Assert.Null(canonical.TrySettle(0, out _));
        Assert.NotNull(canonical.TrySettle(CanonicalCertificates.PatienceMs, out QuorumCertificate? chosen));
        Assert.Null(chosen);
    }

    [Fact]
    public void Prepares_and_votes_far_from_the_head_are_not_kept()
    {
        CanonicalCertificates canonical = Fresh();
        Block[] run = Four.Run(1 + (2 * (int)Window));
        Block beyond = Four.Child(run[^1].Hash, (2 * Window) + 2);
        for (int by = 0; by < 3; by++)
        {
            canonical.Note(Four.Prepare(by, 0, run[0]));
            canonical.Note(Four.Commit(by, 0, beyond));
        }

        canonical.Await(EventOf(run[0]), own: null, nowMs: 0);
        canonical.TrySettle(CanonicalCertificates.PatienceMs, out QuorumCertificate? ofPrepares);
        canonical.Await(EventOf(beyond), own: null, nowMs: 0);
        canonical.TrySettle(CanonicalCertificates.PatienceMs, out QuorumCertificate? ofFar);

        Assert.Null(ofPrepares);
        Assert.Null(ofFar);
    }

    [Fact]
    public void A_run_of_blocks_longer_than_the_bound_is_settled_from_its_front()
    {
        CanonicalCertificates canonical = Fresh();
        Block[] run = Four.Run(1 + (2 * (int)Window));
        foreach (Block block in run)
        {
            canonical.Await(EventOf(block), own: null, nowMs: 0);
        }

        Assert.Equal(new Height(1), canonical.TrySettle(0, out _)!.Block.Height);
        Assert.Null(canonical.TrySettle(0, out _));
    }

    [Fact]
    public void A_block_whose_own_certificate_is_the_canonical_one_has_nothing_to_keep_beside_it()
    {
        CanonicalCertificates canonical = Fresh();
        Block block = Four.Run(1)[0];
        Hear(canonical, block, view: 0, 0, 1, 2);
        canonical.Await(EventOf(block), Four.Certify(StatementType.Commit, 0, block), nowMs: 0);

        Assert.NotNull(canonical.TrySettle(0, out QuorumCertificate? other));
        Assert.Null(other);
    }

    private static CanonicalCertificates Fresh() => new(Four.Genesis.Validators, Window, Height.Genesis);

    private static CommittedEvent EventOf(Block block) => new(block, default, []);

    private static void Hear(CanonicalCertificates canonical, Block block, ulong view, params int[] voters)
    {
        foreach (int by in voters)
        {
            canonical.Note(Four.Commit(by, view, block));
        }
    }

    private static QuorumCertificate? Settle(CanonicalCertificates canonical, ulong nowMs)
    {
        Assert.NotNull(canonical.TrySettle(nowMs, out QuorumCertificate? certificate));
        return certificate;
    }
}
