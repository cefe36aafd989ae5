using System.Text;
using Ledger.Node.Networking;

namespace Ledger.Tests.Unit.Networking;

public sealed class FrameQueueFacts
{
    private static readonly LaneLimits s_limits = new() { QueueMessages = 3, QueueBytes = 100, MaxFrameBytes = 60 };

    [Fact]
    public void A_full_votes_queue_drops_its_oldest_frame()
    {
        FrameQueue queue = new(s_limits, dropsOldest: true);

        Assert.All(new[] { "a", "b", "c", "d" }, text => Assert.True(queue.Enqueue(LoopbackNetwork.Text(text))));

        Assert.Equal((3, 3L, 1L), queue.Depth());
        Assert.Equal(["b", "c", "d"], Taken(queue, 1000));
    }

    [Fact]
    public void A_full_bulk_queue_refuses_the_new_frame()
    {
        FrameQueue queue = new(s_limits, dropsOldest: false);

        Assert.All(new[] { "a", "b", "c" }, text => Assert.True(queue.Enqueue(LoopbackNetwork.Text(text))));
        Assert.False(queue.Enqueue(LoopbackNetwork.Text("d")));

        Assert.Equal((3, 3L, 1L), queue.Depth());
        Assert.Equal(["a", "b", "c"], Taken(queue, 1000));
        Assert.True(queue.Enqueue(LoopbackNetwork.Text("d")));
    }

    [Fact]
    public void The_bound_in_bytes_holds_too()
    {
        FrameQueue votes = new(s_limits, dropsOldest: true);
        FrameQueue bulk = new(s_limits, dropsOldest: false);

        Assert.True(votes.Enqueue(new byte[60]) && votes.Enqueue(new byte[40]) && votes.Enqueue(new byte[1]));
        Assert.True(bulk.Enqueue(new byte[60]) && bulk.Enqueue(new byte[40]));
        Assert.False(bulk.Enqueue(new byte[1]));

        Assert.Equal((2, 41L, 1L), votes.Depth());
        Assert.Equal((2, 100L, 1L), bulk.Depth());
    }

    [Fact]
    public void A_turn_takes_what_fits_with_its_headers_and_a_longer_frame_alone()
    {
        FrameQueue queue = new(s_limits, dropsOldest: false);
        queue.Enqueue(LoopbackNetwork.Text("0123456789"));
        queue.Enqueue(LoopbackNetwork.Text("ab"));
        queue.Enqueue(LoopbackNetwork.Text("cd"));

        Assert.Equal(["0123456789"], Taken(queue, 12));
        Assert.Equal(["ab", "cd"], Taken(queue, 12));
        Assert.Empty(Taken(queue, 12));
    }

    [Fact]
    public async Task A_completed_queue_lets_nothing_in_and_wakes_its_sender()
    {
        FrameQueue queue = new(s_limits, dropsOldest: true);
        queue.Enqueue(LoopbackNetwork.Text("last"));
        Assert.True(await queue.WaitAsync(TimeSpan.FromSeconds(60), CancellationToken.None));
        Task<bool> waiting = queue.WaitAsync(TimeSpan.FromSeconds(60), CancellationToken.None);

        queue.Complete();

        Assert.True(await waiting);
        Assert.False(queue.Enqueue(LoopbackNetwork.Text("late")));
        Assert.False(queue.IsDrained);
        Assert.Equal(["last"], Taken(queue, 1000));
        Assert.True(queue.IsDrained);
    }

    private static string[] Taken(FrameQueue queue, int maxBytes)
    {
        List<ReadOnlyMemory<byte>> turn = [];
        queue.Take(turn, maxBytes);
        return [.. turn.Select(frame => Encoding.ASCII.GetString(frame.Span))];
    }
}
