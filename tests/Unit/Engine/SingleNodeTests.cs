using Ledger.Cryptography.Hashing;
using Ledger.Engine;
using Ledger.Engine.Admission;
using Ledger.Engine.Receipts;
using Ledger.Engine.Recovery;
using Ledger.Protocol.Blocks;
using Ledger.Protocol.Receipts;
using Ledger.Protocol.Transactions;
using Ledger.Storage;
using Ledger.Storage.Records;
using Ledger.Storage.State;
using Ledger.Tests.Unit.Consensus;
using Ledger.Tests.Unit.Storage;

namespace Ledger.Tests.Unit.Engine;

/// <summary>The whole engine, submission to receipt, over devices that crash.</summary>
public sealed class SingleNodeTests
{
    [Fact]
    public void A_submitted_transaction_is_committed_and_each_of_its_receipts_verifies()
    {
        SingleNode node = new();
        CheckedTransaction transaction = node.Transaction(1);

        Assert.Equal(Admission.Accepted, node.Submit(transaction));
        Assert.Equal(Admission.AlreadyKnown, node.Submit(transaction));
        node.DriveUntil(() => node.Locate(transaction) is not null);

        Assert.Equal(Admission.AlreadyCommitted, node.Submit(transaction));
        RequireReceipts(node, transaction);
        Assert.Null(node.Engine.Receipts.Make(node.Locate(transaction)!.Value, 2));
        Assert.Equal(0, node.Frames);
    }

    [Fact]
    public void A_receipt_of_one_chain_is_no_receipt_of_another()
    {
        SingleNode node = new();
        CheckedTransaction transaction = node.Transaction(1);
        node.Submit(transaction);
        node.DriveUntil(() => node.Locate(transaction) is not null);
        Receipt receipt = node.Engine.Receipts.Make(node.Locate(transaction)!.Value, 0)!;

        Assert.NotEqual(
            ReceiptFault.None, ReceiptVerifier.Verify(receipt, new Committee(4).Genesis, Committee.Suites));
    }

    [Fact]
    public void A_leaf_is_found_by_its_commitment()
    {
        SingleNode node = Grown(blocks: 6);
        CheckedTransaction transaction = node.Transaction(3);
        Digest commitment = new(((AnchorTransaction)transaction.Transaction).Commitments.Span[..Digest.Size]);

        AnchorMatch match = Assert.Single(node.Engine.Receipts.Find(commitment));

        Assert.Equal(node.Locate(transaction)!.Value.FirstLeaf, match.LeafIndex);
        Assert.Equal(
            ReceiptFault.None,
            ReceiptVerifier.Verify(node.Engine.Receipts.Make(match), node.Genesis, Committee.Suites));
        Assert.Empty(node.Engine.Receipts.Find(Sha256.Hash("never anchored"u8)));
    }

    [Fact]
    public void After_any_crash_everything_acknowledged_is_there_again_and_everything_is_clean()
    {
        for (int seed = 0; seed < 60; seed++)
        {
            Seeded seeded = new(seed);
            SingleNode node = new(new EngineOptions(CheckpointBlocks: 5));
            for (int life = 0; life < 4; life++)
            {
                for (int step = seeded.Choose(30); step >= 0; step--)
                {
                    node.Submit(node.Transaction((life * 100) + step));
                    Wander(node, seeded);
                }

                node.Crash(seeded.Choose);
            }

            CheckedTransaction last = node.Transaction(1_000);
            node.Submit(last);
            node.DriveUntil(() => node.Locate(last) is not null);
            RequireAcknowledged(node);
            Assert.Empty(node.Fsck().Findings);
        }
    }

    [Fact]
    public void Fsck_of_a_grown_chain_is_clean_and_counts_what_is_there()
    {
        SingleNode node = Grown(blocks: 6);

        FsckReport report = node.Fsck();

        Assert.Empty(report.Findings);
        Assert.Equal((node.Engine.State.Block.Height, node.Engine.State.Log.Size), (report.Head, report.Leaves));
        Assert.Equal(node.Engine.State.Map.Root, report.StateRoot);
    }

    [Fact]
    public void Fsck_names_the_anchor_store_for_a_changed_byte_of_a_leaf()
    {
        SingleNode node = Grown(blocks: 6);
        node.Anchors.Flip("leaves.dat", LogHeader.Size + (5 * LeafRecord.Size) + 20, 1);

        FsckFinding finding = Assert.Single(node.Fsck().Findings);

        Assert.Equal("anchor store", finding.Store);
        Assert.Equal(node.Locate(node.Transaction(2))!.Value.Height, finding.Height);
    }

    [Fact]
    public void Fsck_names_the_anchor_store_for_a_changed_byte_of_a_tile()
    {
        SingleNode node = Grown(blocks: 140);
        Assert.True(node.Stores.Anchors.TileCount(1) > 0);
        node.Anchors.Flip("tiles-1.dat", LogHeader.Size + 40, 1);

        FsckFinding finding = Assert.Single(node.Fsck().Findings);

        Assert.Equal("anchor store", finding.Store);
        Assert.Contains("tile 0 of level 1", finding.What, StringComparison.Ordinal);
    }

    [Fact]
    public void Fsck_names_the_state_store_for_a_changed_value()
    {
        SingleNode node = Grown(blocks: 6);
        Digest id = node.Transaction(2).Transaction.Id;

        FsckReport report = node.Fsck(Copy(node.State, Ledger.Engine.Execution.StateKeys.Locator(id)));

        Assert.Empty(node.Fsck(Copy(node.State, [])).Findings);
        Assert.Equal("state store", Assert.Single(report.Findings).Store);
    }

    [Fact]
    public void A_changed_byte_anywhere_in_the_block_log_is_never_passed_over()
    {
        SingleNode node = Grown(blocks: 3);
        using Ledger.Storage.Devices.IDevice log = node.Blocks.Open("blocks.log");
        byte[] bytes = new byte[4096];
        int used = Array.FindLastIndex(bytes.AsSpan(0, log.Read(0, bytes)).ToArray(), b => b != 0);
        for (int offset = LogHeader.Size; offset <= used; offset += 7)
        {
            node.Blocks.Flip("blocks.log", offset, 4);
            StorageFaultException fault = Assert.Throws<StorageFaultException>(() => node.Fsck());
            Assert.Equal("blocks.log", fault.File);
            node.Blocks.Flip("blocks.log", offset, 4);
        }

        Assert.Empty(node.Fsck().Findings);
    }

    [Fact]
    public void Fsck_names_the_batch_log_for_a_changed_byte_of_a_batch()
    {
        SingleNode node = Grown(blocks: 3);
        node.Blocks.Flip("batches-00000000.log", LogHeader.Size + 150, 1);

        FsckFinding finding = Assert.Single(node.Fsck().Findings, f => f.Store == "batch log");

        Assert.Equal(1UL, finding.Height.Value);
    }

    /// <summary>One transaction of two leaves a block, flushed and indexed.</summary>
    private static SingleNode Grown(int blocks)
    {
        SingleNode node = new();
        for (int i = 0; i < blocks; i++)
        {
            CheckedTransaction transaction = node.Transaction(i);
            node.Submit(transaction);
            node.DriveUntil(() => node.Locate(transaction) is not null);
        }

        node.Engine.Checkpoint();
        node.CatchUpIndex();
        return node;
    }

    /// <summary>A few turns, or none: a crash may fall between any two.</summary>
    private static void Wander(SingleNode node, Seeded seeded)
    {
        int turns = seeded.Choose(12);
        node.DriveUntil(() => turns-- == 0);
    }

    private static void RequireAcknowledged(SingleNode node)
    {
        foreach (OutcomeRecord outcome in node.Acknowledged.Values)
        {
            TransactionLocator? found = node.Engine.Receipts.Locate(outcome.TransactionId);
            Assert.Equal(
                (outcome.Outcome, outcome.FirstLeaf, outcome.LeafCount),
                (found!.Value.Outcome, found.Value.FirstLeaf, found.Value.LeafCount));
            Receipt receipt = node.Engine.Receipts.Make(found.Value, 0)!;
            Assert.Equal(ReceiptFault.None, ReceiptVerifier.Verify(receipt, node.Genesis, Committee.Suites));
        }
    }

    private static void RequireReceipts(SingleNode node, CheckedTransaction transaction)
    {
        TransactionLocator locator = node.Locate(transaction)!.Value;
        for (uint offset = 0; offset < 2; offset++)
        {
            Receipt receipt = node.Engine.Receipts.Make(locator, offset)!;
            Assert.Equal(ReceiptFault.None, ReceiptVerifier.Verify(receipt, node.Genesis, Committee.Suites));
            Assert.Equal(
                ((AnchorTransaction)transaction.Transaction).Commitments.Slice((int)offset * Digest.Size, Digest.Size).ToArray(),
                receipt.Leaf.Commitment.ToArray());
        }
    }

    /// <summary>The same content at the same height, with one bit of one value changed when its key is named.</summary>
    private static MemoryStateStore Copy(MemoryStateStore state, byte[] changed)
    {
        List<StateWrite> writes = [];
        state.Scan([], (key, value) =>
        {
            byte[] copy = value.ToArray();
            copy[^1] ^= key.SequenceEqual(changed) ? (byte)1 : (byte)0;
            writes.Add(new StateWrite(key.ToArray(), copy));
        });
        MemoryStateStore made = new();
        made.Apply(0, writes);
        for (ulong height = 1; height <= state.Height; height++)
        {
            made.Apply(height, []);
        }

        return made;
    }
}
