using Ledger.Consensus;
using Ledger.Cryptography.Hashing;
using Ledger.Engine;
using Ledger.Engine.Sync;
using Ledger.Protocol.Messages;
using Ledger.Protocol.Numbers;
using Ledger.Protocol.Snapshots;
using Ledger.Tests.Unit.Consensus;

namespace Ledger.Tests.Unit.Engine;

/// <summary>What a validator can ask of another, asked to do harm.</summary>
public sealed class HostileRequestTests
{
    private static readonly ValidatorIndex Asker = Committee.At(0);

    public static TheoryData<ulong> Heights => [ulong.MaxValue, ulong.MaxValue - 1, ulong.MaxValue - 63, 4, 5, 1_000];

    public static TheoryData<PieceKind, ulong, ulong> Pieces
    {
        get
        {
            const ulong lastPiece = ulong.MaxValue - SnapshotOutline.PieceLeaves + 1;
            ulong[] places = [0, 100, SnapshotOutline.PieceLeaves, lastPiece, ulong.MaxValue - 1, ulong.MaxValue];
            TheoryData<PieceKind, ulong, ulong> pieces = [];
            foreach (PieceKind kind in (PieceKind[])[PieceKind.Blocks, PieceKind.Leaves, PieceKind.Entries])
            {
                foreach (ulong first in places)
                {
                    foreach (ulong last in places.Where(last => last != 0))
                    {
                        pieces.Add(kind, first, last);
                    }
                }
            }

            return pieces;
        }
    }

    [Theory]
    [MemberData(nameof(Heights))]
    public void Blocks_above_any_height_that_has_none_are_asked_for_in_vain(ulong above)
    {
        SingleNode node = Grown(4);

        Ask(node, new FetchBlocks(Asker, new Height(above), Digest.Zero));

        Assert.Equal(0, node.Frames);
    }

    [Fact]
    public void A_flood_of_requests_is_answered_up_to_the_budget_and_the_rest_is_passed_over_and_counted()
    {
        SingleNode node = Grown(4, new EngineOptions(AnswerBytesPerSecond: 10_000));

        Ask(node, [.. Enumerable.Repeat(new FetchBlocks(Asker, Height.Genesis, Digest.Zero), 1_000)]);

        int answered = node.Frames;
        Assert.InRange(answered, 1, 100);
        Assert.Equal(1_000, answered + node.Engine.RequestsPassedOver);
    }

    [Fact]
    public void Who_was_passed_over_is_answered_again_when_its_debt_is_paid()
    {
        AnswerBudget budget = new(1_000);
        budget.Spend(Asker, 3_000, nowMs: 10_000);

        Assert.False(budget.Allows(Asker, 10_000));
        Assert.False(budget.Allows(Asker, 12_000));
        Assert.True(budget.Allows(Committee.At(1), 10_000));
        Assert.True(budget.Allows(Asker, 12_001));
        Assert.Equal(2, budget.PassedOver);
    }

    [Fact]
    public void A_batch_asked_for_many_times_in_one_request_is_sent_once()
    {
        SingleNode node = Grown(1);
        Digest batch = node.Engine.Chain.Read(new Height(1)).Block.Batches[0];

        Ask(node, new FetchBatches(Asker, [.. Enumerable.Repeat(batch, FetchBatches.MaximumDigests)]));

        Assert.Equal(1, node.Frames);
    }

    [Fact]
    public void What_comes_from_another_epoch_is_counted_and_changes_nothing()
    {
        SingleNode node = Grown(1);
        Status status = new(Asker, new View(7), true, new View(7), new Height(9), Height.Genesis);

        node.Turn(new EngineInput.Consensus(status, new Epoch(1)));

        Assert.Equal(1, node.Engine.Counters[DiscardReason.ForeignEpoch]);
        Assert.Equal(0, node.Frames);
    }

    [Theory]
    [MemberData(nameof(Pieces))]
    public void A_piece_of_a_snapshot_that_nobody_has_is_answered_with_nothing(PieceKind piece, ulong first, ulong last)
    {
        SingleNode node = Grown(4);
        List<SnapshotPiece> answers = [];
        node.Sent = (_, frame) => answers.Add((SnapshotPiece)MessageDecoder.ReadOwnFrame(frame)!);

        Ask(node, new FetchPiece(Asker, new Height(4), piece, first, last));

        Assert.Equal(0, Assert.Single(answers).Bytes.Length);
    }

    private static void Ask(SingleNode node, params Message[] questions)
        => node.Turn([.. questions.Select(q => new EngineInput.Consensus(q, default))]);

    private static SingleNode Grown(int blocks, EngineOptions? options = null)
    {
        SingleNode node = new(options);
        for (int i = 0; i < blocks; i++)
        {
            Ledger.Protocol.Transactions.CheckedTransaction transaction = node.Transaction(i);
            node.Submit(transaction);
            node.DriveUntil(() => node.Locate(transaction) is not null);
        }

        return node;
    }
}
