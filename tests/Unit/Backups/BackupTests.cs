using Ledger.Cryptography.Hashing;
using Ledger.Engine;
using Ledger.Engine.Backups;
using Ledger.Engine.Receipts;
using Ledger.Node.Backups;
using Ledger.Protocol.Merkle;
using Ledger.Protocol.Receipts;
using Ledger.Protocol.Snapshots;
using Ledger.Protocol.Transactions;
using Ledger.Tests.Unit.Consensus;
using Ledger.Tests.Unit.Engine;

namespace Ledger.Tests.Unit.Backups;

/// <summary>A backup is a snapshot in a file: believed part by part, or refused by a name.</summary>
public sealed class BackupTests
{
    [Fact]
    public async Task A_restored_node_has_what_the_running_one_had_with_all_its_transactions()
    {
        SingleNode node = BackupWorld.Chain(blocks: 70);
        byte[] file = await BackupWorld.FileOfAsync(node);
        SingleNode restored = new(follows: true);

        (BackupFault fault, BackupCheck check) = BackupWorld.Judge(node, file, restored.Stores);

        Assert.Equal((BackupFault.None, 70UL, 0UL), (fault, check.Height.Value, check.Horizon.Value));
        RequireTwin(node, restored);
        Assert.Equal(0UL, restored.Engine.Horizon.Value);
        Assert.True(restored.Fsck().IsClean);
    }

    [Fact]
    public async Task Of_a_node_that_prunes_it_has_the_transactions_that_were_kept()
    {
        SingleNode node = BackupWorld.Chain(blocks: 120, new EngineOptions(CheckpointBlocks: 20, KeptBodyBlocks: 10));
        ulong horizon = node.Engine.Horizon.Value;
        Assert.InRange(horizon, 30UL, 110UL);
        SingleNode restored = new(follows: true);

        (BackupFault fault, BackupCheck check) = BackupWorld.Judge(node, await BackupWorld.FileOfAsync(node), restored.Stores);

        Assert.Equal((BackupFault.None, horizon), (fault, check.Horizon.Value));
        RequireTwin(node, restored);
        Assert.Equal(horizon, restored.Engine.Horizon.Value);
        Assert.True(restored.Fsck().IsClean);
    }

    [Fact]
    public async Task Whatever_bit_is_another_the_file_is_refused_by_a_name()
    {
        SingleNode node = BackupWorld.Chain(blocks: 3);
        byte[] file = await BackupWorld.FileOfAsync(node);
        HashSet<BackupFault> seen = [];

        for (int at = 0; at < file.Length; at += at < 100 ? 1 : 59)
        {
            file[at] ^= 0x10;
            BackupFault fault = BackupWorld.Judge(node, file).Fault;
            Assert.True(fault != BackupFault.None, $"byte {at} of {file.Length} can be another");
            seen.Add(fault);
            file[at] ^= 0x10;
        }

        Assert.Superset(new HashSet<BackupFault> { BackupFault.NotABackup, BackupFault.NewerBackup, BackupFault.BackupDamaged }, seen);
        Assert.Equal(BackupFault.None, BackupWorld.Judge(node, file).Fault);
    }

    [Fact]
    public async Task What_has_its_checksum_and_does_not_follow_from_the_genesis_is_refused_by_a_name()
    {
        SingleNode node = BackupWorld.Chain(blocks: 3);
        List<(BackupPart Part, byte[] Bytes)> parts = BackupWorld.PartsOf(node, await BackupWorld.FileOfAsync(node));
        foreach (BackupPart part in Enum.GetValues<BackupPart>().Where(p => p is not BackupPart.None and not BackupPart.End))
        {
            int at = parts.FindIndex(p => p.Part == part && p.Bytes.Length > 4);
            foreach (int offset in (int[])[0, parts[at].Bytes.Length / 2, parts[at].Bytes.Length - 1])
            {
                byte[] lie = [.. parts[at].Bytes];
                lie[offset] ^= 1;
                (BackupFault fault, BackupCheck check) = BackupWorld.Judge(node, BackupWorld.FileOf(node, With(at, part, lie)));
                Assert.Equal(part == BackupPart.Batch ? BackupFault.WrongBatch : BackupFault.PartNotBelieved, fault);
                Assert.Equal(part == BackupPart.Batch, check.Why == SnapshotFault.None);
            }
        }

        IEnumerable<(BackupPart, byte[])> With(int at, BackupPart part, byte[] bytes)
            => parts.Select((p, i) => i == at ? (part, bytes) : p);
    }

    [Fact]
    public async Task Nothing_can_be_left_out_doubled_swapped_or_added()
    {
        SingleNode node = BackupWorld.Chain(blocks: 3);
        byte[] file = await BackupWorld.FileOfAsync(node);
        List<(BackupPart Part, byte[] Bytes)> parts = BackupWorld.PartsOf(node, file);
        int[] several = [.. Enumerable.Range(0, 8), parts.Count - 2];

        Assert.All(several, at => Refused(parts.Where((_, i) => i != at)));
        Assert.All(several, at => Refused(parts.SelectMany((p, i) => i == at ? (IEnumerable<(BackupPart, byte[])>)[p, p] : [p])));
        IEnumerable<int> unlike = several[1..].Where(at => !parts[at].Bytes.SequenceEqual(parts[at - 1].Bytes));
        Assert.All(unlike, at => Refused(parts.Select((p, i) => i == at ? parts[at - 1] : i == at - 1 ? parts[at] : p)));
        Assert.Equal(BackupFault.BackupTooLong, BackupWorld.Judge(node, [.. file, 0]).Fault);

        void Refused(IEnumerable<(BackupPart, byte[])> others)
            => Assert.NotEqual(BackupFault.None, BackupWorld.Judge(node, BackupWorld.FileOf(node, others)).Fault);
    }

    [Fact]
    public async Task A_file_that_was_cut_is_refused_by_name_wherever_and_is_taken_for_nothing_whole()
    {
        SingleNode node = BackupWorld.Chain(blocks: 3);
        byte[] file = await BackupWorld.FileOfAsync(node);

        for (int length = BackupFrame.HeaderSize; length < file.Length; length += 211)
        {
            SingleNode restored = new(follows: true);
            Assert.Equal(BackupFault.BackupTruncated, BackupWorld.Judge(node, file[..length], restored.Stores).Fault);
            Assert.True(restored.Stores.State.Height < 3, "the state is of the snapshot only when all of it is there");
        }

        Assert.Equal(BackupFault.NotABackup, BackupWorld.Judge(node, file[..20]).Fault);
    }

    [Fact]
    public async Task Another_chains_file_and_a_newer_one_are_told_apart()
    {
        SingleNode node = BackupWorld.Chain(blocks: 1);
        byte[] file = await BackupWorld.FileOfAsync(node);
        byte[] foreign = [.. BackupFrame.Header(Sha256.Hash("another"u8)), .. file[BackupFrame.HeaderSize..]];

        Assert.Equal(BackupFault.ForeignBackup, BackupWorld.Judge(node, foreign).Fault);
        file[9]++;
        Assert.Equal(BackupFault.NewerBackup, BackupWorld.Judge(node, file).Fault);
    }

    [Fact]
    public void Every_fault_has_its_words_and_its_row_in_FORMAT()
    {
        string format = File.ReadAllText(Path.Combine(Tidy.SourceTree.Root, "storage", "FORMAT.md"));
        Assert.All(Enum.GetValues<BackupFault>().Where(f => f != BackupFault.None), fault =>
        {
            Assert.StartsWith("/file at byte 7: ", new BackupException(fault, "/file", 7).Message, StringComparison.Ordinal);
            Assert.Contains($"`{fault}`", format, StringComparison.Ordinal);
        });
    }

    /// <summary>After a start over what is on its disk: state by content, leaves and tiles by their roots, receipts byte by byte.</summary>
    private static void RequireTwin(SingleNode node, SingleNode restored)
    {
        restored.Crash(_ => 0);
        Assert.Null(restored.Engine.Restoring);
        Assert.Equal(node.Engine.State.Block, restored.Engine.State.Block);
        Assert.Equal(node.Stores.State.ContentDigest(), restored.Stores.State.ContentDigest());
        TwinDigest root = new AnchorProver(restored.Stores.Anchors).RootAt(restored.Stores.Anchors.Size);
        Assert.Equal(node.Engine.State.Log.Root, root);
        for (int i = 0; i < (int)node.Engine.State.Block.Height.Value; i += 7)
        {
            TransactionLocator at = restored.Locate(node.Transaction(i))!.Value;
            Receipt receipt = restored.Engine.Receipts.Make(at, 1)!;
            Assert.Equal(node.Engine.Receipts.Make(at, 1)!.Encode(), receipt.Encode());
            Assert.Equal(ReceiptFault.None, ReceiptVerifier.Verify(receipt, restored.Genesis, Committee.Suites));
        }
    }
}
