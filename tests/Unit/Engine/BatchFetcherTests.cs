using Ledger.Cryptography.Hashing;
using Ledger.Engine;
using Ledger.Engine.Sync;
using Ledger.Protocol.Messages;
using Ledger.Protocol.Numbers;
using Ledger.Tests.Unit.Consensus;

namespace Ledger.Tests.Unit.Engine;

/// <summary>Missing batches are asked of the primary first, then of one peer after another.</summary>
public sealed class BatchFetcherTests
{
    private static readonly ValidatorIndex Primary = Committee.At(1);

    private static readonly Digest[] Missing = [Sha256.Hash("a"u8), Sha256.Hash("b"u8)];

    private readonly BatchFetcher _fetcher = new(new EngineOptions(FetchRetryMs: 200), Committee.At(0), validators: 4);

    [Fact]
    public void Every_peer_is_asked_in_turn_and_never_ourselves()
    {
        List<ValidatorIndex> asked = [];
        for (ulong now = 1_000; now < 1_800; now += 200)
        {
            (ValidatorIndex to, FetchBatches request) = _fetcher.Next(Missing, Primary, now)!.Value;
            Assert.Equal(Missing, request.Digests);
            asked.Add(to);
        }

        Assert.Equal(Primary, asked[0]);
        Assert.Equal([Committee.At(1), Committee.At(2), Committee.At(3)], asked.Distinct());
    }

    [Fact]
    public void The_next_peer_is_asked_when_the_first_has_had_its_time_and_not_before()
    {
        Assert.NotNull(_fetcher.Next(Missing, Primary, 1_000));
        Assert.Equal(1_200UL, _fetcher.DueMs);
        Assert.Null(_fetcher.Next(Missing, Primary, 1_199));
        Assert.NotNull(_fetcher.Next(Missing, Primary, 1_200));
    }

    [Fact]
    public void A_batch_newly_missed_is_asked_for_at_once_from_the_primary()
    {
        _fetcher.Next(Missing[..1], Primary, 1_000);

        Assert.Equal(Primary, _fetcher.Next(Missing, Primary, 1_001)!.Value.To);
    }

    [Fact]
    public void A_guest_that_sent_the_blocks_is_asked_first_and_then_the_members()
    {
        ValidatorIndex guest = new(ValidatorIndex.FirstGuest + 3);

        Assert.Equal(guest, _fetcher.Next(Missing, guest, 1_000)!.Value.To);
        Assert.False(_fetcher.Next(Missing, guest, 1_200)!.Value.To.IsGuest);
    }

    [Fact]
    public void Nothing_is_due_when_nothing_is_missing()
    {
        _fetcher.Next(Missing, Primary, 1_000);

        Assert.Null(_fetcher.Next([], Primary, 5_000));
        Assert.Null(_fetcher.DueMs);
    }

    [Fact]
    public void A_request_names_no_more_batches_than_a_request_may()
    {
        Digest[] many = [.. Enumerable.Range(0, 100).Select(i => Sha256.Hash([(byte)i]))];

        Assert.Equal(FetchBatches.MaximumDigests, _fetcher.Next(many, Primary, 1_000)!.Value.Request.Digests.Count);
    }
}
