using Ledger.Engine.Admission;
using Ledger.Engine.Execution.Governance;
using Ledger.Protocol.Governance;
using Ledger.Protocol.Numbers;
using Ledger.Protocol.Transactions;
using Ledger.Storage.Devices;
using Ledger.Tests.Unit.Consensus;

namespace Ledger.Tests.Unit.Engine;

/// <summary>PROTOCOL.md D2: of two journals of one validator the chain knows which may vote.</summary>
public sealed class OldJournalTests
{
    private const ulong Another = 7;

    private readonly SingleNode _node = new();

    [Fact]
    public void D2_a_journal_votes_to_the_end_of_the_epoch_in_which_another_rejoined_and_no_further()
    {
        Rejoin(Another, epoch: 0);

        Assert.True(_node.Engine is { IsOutdated: true, IsMember: true, MustRejoin: false, Replica.Follows: true });
        Assert.Equal(Admission.Following, _node.Submit(_node.Transaction(1)));
        _node.Crash(_ => 0);
        Assert.True(_node.Engine is { IsOutdated: true, Replica.Follows: true });
    }

    [Fact]
    public void D2_the_journal_that_rejoined_votes_and_an_older_one_put_back_does_not()
    {
        Anchor(1);
        Rejoin(Another, epoch: 0);
        MemoryDirectory old = _node.Start(_node.NewJournal(Another));
        Anchor(2);

        MemoryDirectory right = _node.Start(old);
        int frames = _node.Frames;
        Assert.True(_node.Engine is { IsOutdated: true, Replica.Follows: true });
        Assert.Equal(Admission.Following, _node.Submit(_node.Transaction(3)));
        Assert.Equal(frames, _node.Frames);

        _node.Start(right);
        Assert.False(_node.Engine.IsOutdated);
        Anchor(3);
        Assert.True(_node.Fsck().IsClean);
    }

    [Fact]
    public void D2_a_journal_that_is_made_anew_must_rejoin_and_is_not_outdated()
    {
        Rejoin(Another, epoch: 0);
        _node.Start(_node.NewJournal(Another + 1));

        Assert.True(_node.Engine is { IsOutdated: false, MustRejoin: true, HasRejoined: false, Replica.Follows: true });
    }

    [Fact]
    public void D2_whoever_may_not_rejoin_so_soon_says_it_later_though_no_block_came()
    {
        Rejoin(Another, epoch: 0);
        _node.Start(_node.NewJournal(Another + 1));

        for (ulong second = 0; second < GovernanceExecution.RejoinPauseMs / 1_000; second++)
        {
            _node.Turn();
            Assert.Equal(0, _node.Engine.OwnTransactions);
            _node.NowMs += 1_000;
        }

        _node.NowMs += 3_000;
        _node.Turn();
        _node.Turn();
        Assert.Equal(1, _node.Engine.OwnTransactions);
    }

    [Fact]
    public void D2_an_older_journal_that_is_put_back_before_the_new_epoch_begins_does_not_vote_either()
    {
        CheckedTransaction rejoin = Submit(Another, epoch: 0, _node);
        _node.DriveUntil(() => _node.Locate(rejoin) is not null);
        Assert.Equal(0U, _node.Engine.Epoch.Number.Value);
        _node.Crash(pending => pending - 1);

        Assert.NotNull(_node.Locate(rejoin));
        Assert.True(_node.Engine is { IsOutdated: true, Replica.Follows: true });
    }

    [Fact]
    public void D2_who_never_rejoined_votes_with_the_journal_of_set_up()
    {
        _node.Crash(_ => 0);

        Assert.True(_node.Engine is { IsOutdated: false, Replica.Follows: false });
    }

    [Fact]
    public void D2_blocks_of_before_the_epoch_that_a_journal_is_in_do_not_make_it_outdated()
    {
        Rejoin(Another, epoch: 0);
        _node.Start(_node.NewJournal(Another));
        _node.NowMs += GovernanceExecution.RejoinPauseMs;
        Anchor(1);
        Rejoin(Another + 1, epoch: 1);
        MemoryDirectory old = _node.Start(_node.NewJournal(Another + 1));
        MemoryDirectory newest = _node.Start(old);

        SingleNode cut = new(); // as when the block log was cut where another journal had rejoined
        Rejoin(Another, epoch: 0, cut);
        cut.Start(newest);

        Assert.True(cut.Engine is { IsOutdated: false, MustRejoin: false, HasRejoined: false, Replica.Follows: true });
    }

    /// <summary>As another process says it that has this validator's key, and another journal.</summary>
    private void Rejoin(ulong incarnation, uint epoch, SingleNode? of = null)
    {
        SingleNode node = of ?? _node;
        Submit(incarnation, epoch, node);
        node.DriveUntil(() => node.Engine.Epoch.Number.Value == epoch + 1);
    }

    private CheckedTransaction Submit(ulong incarnation, uint epoch, SingleNode node)
    {
        SignedTransaction rejoin = SignedTransaction.Sign(
            MembershipTransaction.Rejoin(
                node.Genesis.ChainId, new Height(90), node.Genesis.Validators.Validators[0].Name, new Epoch(epoch), incarnation),
            new Committee(1).SignerOf(0));
        CheckedTransaction transaction = CheckedTransaction.Check(rejoin, null, Committee.Suites);
        Assert.Equal(Admission.Accepted, node.Submit(transaction));
        return transaction;
    }

    private void Anchor(int number)
    {
        CheckedTransaction anchor = _node.Transaction(number);
        Assert.Equal(Admission.Accepted, _node.Submit(anchor));
        _node.DriveUntil(() => _node.Locate(anchor) is not null);
    }
}
