using Ledger.Cryptography.Hashing;
using Ledger.Engine;
using Ledger.Engine.Sync;
using Ledger.Protocol.Blocks;
using Ledger.Protocol.Certificates;
using Ledger.Protocol.Messages;
using Ledger.Protocol.Numbers;
using Ledger.Tests.Unit.Consensus;

namespace Ledger.Tests.Unit.Engine;

/// <summary>Batches of final blocks are asked for a window ahead, once, of whoever sent the blocks.</summary>
public sealed class ReadAheadTests
{
    private const ulong Window = 4;

    private static readonly Committee Four = new();
    private static readonly ValidatorIndex Source = new(ValidatorIndex.FirstGuest + 2);

    private readonly ReadAhead _ahead = new(new EngineOptions(FetchRetryMs: 200), ValidatorIndex.None, Window);

    [Fact]
    public void A_window_of_blocks_is_asked_for_at_once_and_each_further_block_as_the_head_moves()
    {
        _ahead.Note(Segment(from: 1, count: 8), Height.Genesis);

        (ValidatorIndex to, FetchBatches request) = Next(head: 0, nowMs: 1_000)!.Value;
        Assert.Equal(Source, to);
        Assert.Equal(Batches(1, 4), request.Digests);
        Assert.Null(Next(head: 0, nowMs: 1_001));
        Assert.Equal(Batches(5, 2), Next(head: 2, nowMs: 1_002)!.Value.Request.Digests);
    }

    [Fact]
    public void What_is_here_is_not_asked_for_and_what_was_asked_for_is_asked_for_once()
    {
        _ahead.Note(Segment(from: 1, count: 2), Height.Genesis);

        Assert.Equal(Batches(2, 1), _ahead.Next(Height.Genesis, d => d == Batch(1), 1_000)!.Value.Request.Digests);
        Assert.Equal(1_200UL, _ahead.DueMs);
        Assert.True(_ahead.IsUnderWay(Batch(2), 1_199));
        Assert.False(_ahead.IsUnderWay(Batch(2), 1_200));
        Assert.Null(_ahead.Next(Height.Genesis, d => d == Batch(1), 1_200));
        Assert.Null(_ahead.DueMs);
        Assert.True(_ahead.Expects(Batch(2)));
    }

    [Fact]
    public void Blocks_that_no_certificate_makes_final_or_that_are_behind_the_head_are_nobodys()
    {
        _ahead.Note(Segment(from: 1, count: 2) with { Certificate = null }, Height.Genesis);
        _ahead.Note(Segment(from: 1, count: 2), new Height(2));

        Assert.Null(Next(head: 0, nowMs: 1_000));
        Assert.Null(_ahead.Source);
    }

    [Fact]
    public void What_is_behind_the_head_is_forgotten_and_no_more_than_two_answers_are_remembered()
    {
        for (ulong from = 1; from <= 256; from += 8)
        {
            _ahead.Note(Segment(from, count: 8), Height.Genesis);
        }

        Next(head: 0, nowMs: 1_000);
        Assert.Null(Next(head: 128, nowMs: 1_001));
        Assert.False(_ahead.Expects(Batch(1)));
        Assert.Null(_ahead.DueMs);
    }

    private (ValidatorIndex To, FetchBatches Request)? Next(ulong head, ulong nowMs) => _ahead.Next(new Height(head), _ => false, nowMs);

    private static Digest[] Batches(int first, int count) => [.. Enumerable.Range(first, count).Select(Batch)];

    private static Digest Batch(int height) => Sha256.Hash(BitConverter.GetBytes(height));

    /// <summary>One batch in each block; who only asks for them looks at nothing else.</summary>
    private static ChainSegment Segment(ulong from, int count)
    {
        Block[] chain =
        [
            .. Enumerable.Range((int)from, count).Select(h =>
            {
                Block block = Four.Child(default, (ulong)h);
                return new Block(block.Header, [Batch(h)]);
            }),
        ];
        Statement last = new(StatementType.Commit, View.Zero, chain[^1].Height, chain[^1].Id);
        return new ChainSegment(Source, chain, new QuorumCertificate(last, default, []));
    }
}
