using Ledger.Cryptography.Hashing;
using Ledger.Engine;
using Ledger.Node.Running;
using Ledger.Protocol.Blocks;
using Ledger.Protocol.Numbers;

namespace Ledger.Tests.Unit.Running;

public sealed class CommitHubTests
{
    private static readonly Digest Id = Sha256.Hash([1]);
    private static readonly Digest Other = Sha256.Hash([2]);

    private readonly CommitHub _hub = new();

    [Fact]
    public void A_call_that_is_given_up_leaves_the_others_with_the_same_bytes_waiting()
    {
        using CommitWait stays = _hub.Wait(Id);
        _hub.Wait(Id).Dispose();

        Commit(Id);

        Assert.True(stays.Committed.IsCompletedSuccessfully);
    }

    [Fact]
    public void A_commit_ends_every_wait_for_its_transaction_and_no_other()
    {
        using CommitWait first = _hub.Wait(Id);
        using CommitWait second = _hub.Wait(Id);
        using CommitWait other = _hub.Wait(Other);

        Commit(Id);

        Assert.True(first.Committed.IsCompletedSuccessfully && second.Committed.IsCompletedSuccessfully);
        Assert.False(other.Committed.IsCompleted);
    }

    [Fact]
    public void A_call_that_waits_after_a_commit_is_not_forgotten_by_one_that_waited_before_it()
    {
        CommitWait before = _hub.Wait(Id);
        Commit(Id);
        using CommitWait after = _hub.Wait(Id);
        before.Dispose();

        Commit(Id);

        Assert.True(after.Committed.IsCompletedSuccessfully);
    }

    [Fact]
    public void Nothing_is_kept_of_calls_that_ended()
    {
        _hub.Wait(Id).Dispose();
        CommitWait committed = _hub.Wait(Id);
        Commit(Id);
        committed.Dispose();

        Assert.Equal(0, _hub.Waiting);
    }

    private void Commit(Digest id)
    {
        OutcomeRecord outcome = new(id, Outcome.Anchored, 0, 1);
        _hub.OnSettled(new CommittedEvent(null!, View.Zero, [outcome]));
    }
}
