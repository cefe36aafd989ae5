using Ledger.Engine.Checkpoints;
using Ledger.Protocol.Checkpoints;
using Ledger.Protocol.Messages;
using Ledger.Storage.Devices;
using Ledger.Tests.Unit.Storage;

namespace Ledger.Tests.Unit.Engine;

/// <summary>The whole engine cosigns, publishes, and goes on after a crash (PROTOCOL.md C1).</summary>
public sealed class CosigningNodeTests
{
    [Fact]
    public void C1_every_leaf_is_covered_though_nobody_anchors_after_it()
    {
        SingleNode node = Grown(5);

        PublishedCheckpoint published = node.Engine.Published!;
        Assert.Equal(TwinCheckpoint.Of(node.Engine.Chain.Read(published.Height).Block.Header), published.Checkpoint);
        Assert.True(node.Stores.Blocks.DurableHead >= published.Height.Value);
        Assert.Equal(published, node.Checkpoints[^1]);
        Assert.True(node.Checkpoints.Zip(node.Checkpoints.Skip(1)).All(p => p.First.Size < p.Second.Size));
    }

    [Fact]
    public void C1_a_power_cut_takes_back_nothing_that_was_published()
    {
        for (int seed = 0; seed < 20; seed++)
        {
            SingleNode node = Grown(3);
            ulong size = node.Engine.Published!.Size;

            node.Crash(new Seeded(seed).Choose);

            Assert.Equal(size, node.Engine.Published!.Size);
            Quiet(node);
            Assert.Null(node.Engine.LastCosigned);
            Anchor(node, 50);
            Assert.True(node.Engine.Published!.Size > size);
        }
    }

    [Fact]
    public void C1_who_stopped_before_it_could_say_it_signs_the_same_again()
    {
        SingleNode node = Grown(3);
        Cosigned said = node.Engine.LastCosigned!;
        node.CheckpointFolder = new MemoryDirectory();

        node.Crash(_ => 0);
        Assert.Null(node.Engine.Published);
        node.DriveUntil(() => node.Engine.Published is not null);

        Assert.Equal(said.Encode(), node.Engine.LastCosigned!.Encode());
    }

    [Fact]
    public void C1_a_damaged_file_is_made_anew()
    {
        SingleNode node = Grown(3);
        ulong size = node.Engine.Published!.Size;
        node.CheckpointFolder!.Flip(CheckpointFile.Name, 100, 1);

        node.Start();
        node.DriveUntil(() => node.Engine.Published is not null);

        Assert.Equal(size, node.Engine.Published!.Size);
    }

    private static SingleNode Grown(int transactions)
    {
        SingleNode node = new() { CheckpointFolder = new MemoryDirectory() };
        node.Start();
        for (int i = 0; i < transactions; i++)
        {
            Anchor(node, i);
        }

        return node;
    }

    private static void Anchor(SingleNode node, int number)
    {
        node.Submit(node.Transaction(number));
        node.DriveUntil(() => node.Locate(node.Transaction(number)) is not null
            && node.Engine.Published?.Size == node.Engine.State.Log.Size);
    }

    /// <summary>Turns for longer than an interval.</summary>
    private static void Quiet(SingleNode node)
    {
        for (int i = 0; i < 8; i++)
        {
            node.NowMs += CosigningDuty.IntervalMs / 2;
            node.Turn();
        }
    }
}
