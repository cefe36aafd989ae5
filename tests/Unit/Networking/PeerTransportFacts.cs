using Ledger.Node.Networking;
using static Ledger.Tests.Unit.Networking.RecordingSink;

namespace Ledger.Tests.Unit.Networking;

public sealed class PeerTransportFacts
{
    [Fact]
    public async Task Four_transports_exchange_frames_on_both_lanes()
    {
        await using LoopbackNetwork network = new(4);
        RecordingSink[] sinks = [new(), new(), new(), new()];
        PeerTransport[] nodes = [.. sinks.Select((sink, node) => network.Start(node, sink))];

        ForEachPair((from, to) =>
        {
            Assert.True(nodes[from].Send(to, Lane.Votes, LoopbackNetwork.Text($"vote to {to}")));
            Assert.True(nodes[from].Send(to, Lane.Bulk, LoopbackNetwork.Text($"batch to {to}")));
        });

        await ForEachPairAsync(async (from, to) =>
        {
            await sinks[to].UntilAsync(Frame(from, Lane.Votes, $"vote to {to}"));
            await sinks[to].UntilAsync(Frame(from, Lane.Bulk, $"batch to {to}"));
            await sinks[to].UntilAsync(Connected(from));
        });
        Assert.All(nodes, node => Assert.All(node.Snapshot(), AssertUndisturbed));
        Assert.All(nodes, node => Assert.All(node.Refusals(), refusal => Assert.Equal(0, refusal.Count)));
    }

    [Fact]
    public async Task Frames_of_one_lane_arrive_in_the_order_they_were_sent()
    {
        await using LoopbackNetwork network = new(2);
        RecordingSink receiver = new();
        network.Start(1, receiver);
        PeerTransport sender = network.Start(0, new RecordingSink());
        string[] texts = [.. Enumerable.Range(0, 5_000).Select(number => $"{number}")];

        Assert.All(texts, text => Assert.True(sender.Send(1, Lane.Votes, LoopbackNetwork.Text(text))));

        await receiver.UntilAsync(Frame(0, Lane.Votes, "4999"));
        Assert.Equal(
            texts.Select(text => Frame(0, Lane.Votes, text)),
            receiver.Told().Where(line => line.StartsWith("Votes")));
    }

    [Fact]
    public async Task A_frame_of_the_longest_size_arrives_and_a_longer_one_is_the_callers_error()
    {
        await using LoopbackNetwork network = new(2);
        RecordingSink receiver = new();
        network.Start(1, receiver);
        PeerTransport sender = network.Start(0, new RecordingSink());

        Assert.True(sender.Send(1, Lane.Bulk, new byte[8 << 20]));

        await receiver.UntilAsync(Frame(0, Lane.Bulk, $"{8 << 20} bytes"));
        Assert.Throws<ArgumentOutOfRangeException>(() => sender.Send(1, Lane.Bulk, new byte[(8 << 20) + 1]));
        Assert.Throws<ArgumentOutOfRangeException>(() => sender.Send(1, Lane.Votes, new byte[(1 << 20) + 1]));
        Assert.Throws<ArgumentOutOfRangeException>(() => sender.Send(1, Lane.Votes, default));
        Assert.False(sender.Send(0, Lane.Votes, new byte[1]));
    }

    [Fact]
    public async Task A_peer_restarted_on_the_same_port_is_connected_again()
    {
        await using LoopbackNetwork network = new(2);
        RecordingSink survivor = new();
        PeerTransport node = network.Start(0, survivor);
        PeerTransport mortal = network.Start(1, new RecordingSink());
        await survivor.UntilAsync(Connected(1));

        await mortal.StopAsync();
        await survivor.UntilAsync(Disconnected(1));
        RecordingSink reborn = new();
        PeerTransport again = network.Start(1, reborn);
        await survivor.UntilAsync(Connected(1), times: 2);
        node.Send(1, Lane.Votes, LoopbackNetwork.Text("welcome"));
        again.Send(0, Lane.Bulk, LoopbackNetwork.Text("thanks"));

        await reborn.UntilAsync(Frame(0, Lane.Votes, "welcome"));
        await survivor.UntilAsync(Frame(1, Lane.Bulk, "thanks"));
        Assert.Equal(2, node.Snapshot()[0].Votes.Opened);
    }

    [Fact]
    public async Task A_stalled_bulk_reader_does_not_hold_back_votes()
    {
        await using LoopbackNetwork network = new(2);
        TaskCompletionSource stall = new(TaskCreationOptions.RunContinuationsAsynchronously);
        RecordingSink receiver = new()
        {
            BeforeFrame = (lane, cancellation) =>
                lane == Lane.Bulk ? new ValueTask(stall.Task.WaitAsync(cancellation)) : ValueTask.CompletedTask,
        };
        network.Start(1, receiver);
        RecordingSink feedback = new();
        PeerTransport sender = network.Start(0, feedback);
        await feedback.UntilAsync(Connected(1));

        int accepted = FillBulk(sender);
        for (int vote = 0; vote < 100; vote++)
        {
            Assert.True(sender.Send(1, Lane.Votes, LoopbackNetwork.Text($"{vote}")));
        }

        await receiver.UntilAsync(Frame(0, Lane.Votes, "99"));
        Assert.DoesNotContain(receiver.Told(), line => line.StartsWith("Bulk"));
        Assert.True(sender.Snapshot()[0].Bulk.Dropped > 0);
        Assert.Equal(0, sender.Snapshot()[0].Votes.Dropped);

        stall.SetResult();
        await receiver.UntilAsync(Frame(0, Lane.Bulk, $"{1 << 20} bytes"), times: accepted);
    }

    [Fact]
    public async Task Queues_for_an_absent_peer_keep_their_bounds()
    {
        await using LoopbackNetwork network = new(2);
        LaneLimits tight = new() { QueueMessages = 4, QueueBytes = 1_000, MaxFrameBytes = 100 };
        PeerTransport sender = network.Start(
            network.Options(0) with { Votes = tight, Bulk = tight }, new RecordingSink());

        Assert.Equal(10, Enumerable.Range(0, 10).Count(_ => sender.Send(1, Lane.Votes, new byte[1])));
        Assert.Equal(4, Enumerable.Range(0, 10).Count(_ => sender.Send(1, Lane.Bulk, new byte[100])));

        PeerSnapshot peer = sender.Snapshot()[0];
        Assert.False(peer.Connected);
        Assert.Equal((4, 4L, 6L), (peer.Votes.QueuedMessages, peer.Votes.QueuedBytes, peer.Votes.Dropped));
        Assert.Equal((4, 400L, 6L), (peer.Bulk.QueuedMessages, peer.Bulk.QueuedBytes, peer.Bulk.Dropped));
    }

    [Fact]
    public async Task A_stop_lets_queued_frames_leave_and_then_takes_no_more()
    {
        await using LoopbackNetwork network = new(2);
        RecordingSink receiver = new();
        network.Start(1, receiver);
        RecordingSink feedback = new();
        PeerTransport sender = network.Start(
            network.Options(0) with { StopFlushTimeout = TimeSpan.FromSeconds(60) }, feedback);
        await feedback.UntilAsync(Connected(1));

        Assert.True(sender.Send(1, Lane.Bulk, new byte[4 << 20]));
        Assert.True(sender.Send(1, Lane.Votes, LoopbackNetwork.Text("farewell")));
        await sender.StopAsync();

        await receiver.UntilAsync(Frame(0, Lane.Bulk, $"{4 << 20} bytes"));
        await receiver.UntilAsync(Frame(0, Lane.Votes, "farewell"));
        Assert.False(sender.Send(1, Lane.Votes, LoopbackNetwork.Text("late")));
        await sender.Completion;
    }

    [Fact]
    public async Task A_failure_of_the_sink_reaches_the_host()
    {
        await using LoopbackNetwork network = new(2);
        RecordingSink failing = new() { BeforeFrame = (_, _) => throw new IOException("The journal's disk is full.") };
        PeerTransport receiver = network.Start(1, failing);
        PeerTransport sender = network.Start(0, new RecordingSink());

        sender.Send(1, Lane.Votes, LoopbackNetwork.Text("x"));

        IOException failure = await Assert.ThrowsAsync<IOException>(
            () => receiver.Completion.WaitAsync(TimeSpan.FromSeconds(60)));
        Assert.Equal("The journal's disk is full.", failure.Message);
    }

    [Fact]
    public async Task Keep_alives_hold_an_idle_connection_and_a_silent_one_is_closed()
    {
        await using LoopbackNetwork network = new(3);
        PeerTransportOptions Quick(int node) => network.Options(node) with
        {
            KeepAliveInterval = TimeSpan.FromMilliseconds(50),
            IdleTimeout = TimeSpan.FromSeconds(2),
        };
        RecordingSink sink = new();
        network.Start(Quick(0), sink);
        RecordingSink idleSink = new();
        PeerTransport idle = network.Start(Quick(1), idleSink);
        await idleSink.UntilAsync(Connected(0));

        await using Caller silent = await Caller.EncryptAsync(network.EndPoint(0), network.Certificate(2));
        await silent.WriteAsync(new PeerHello(LoopbackNetwork.Chain, Lane.Votes, 1).ToFrame());

        await sink.UntilAsync(Refused(PeerRefusal.Silent, 2));
        Assert.Equal((1, 1), (idle.Snapshot()[0].Votes.Opened, idle.Snapshot()[0].Bulk.Opened));
        Assert.DoesNotContain(Disconnected(0), idleSink.Told());
    }

    [Fact]
    public async Task A_newer_connection_of_the_same_lane_closes_the_older()
    {
        await using LoopbackNetwork network = new(2);
        network.Start(0, new RecordingSink());
        await using Caller older = await HelloAsync(network, from: 1, to: 0);
        await using Caller newer = await HelloAsync(network, from: 1, to: 0);

        Assert.Equal(-1, await older.ReadStatusAsync());
    }

    private static async Task<Caller> HelloAsync(LoopbackNetwork network, int from, int to)
    {
        Caller caller = await Caller.EncryptAsync(network.EndPoint(to), network.Certificate(from));
        await caller.WriteAsync(new PeerHello(LoopbackNetwork.Chain, Lane.Votes, 1).ToFrame());
        Assert.Equal(0, await caller.ReadStatusAsync());
        return caller;
    }

    private static int FillBulk(PeerTransport sender)
    {
        int accepted = 0;
        byte[] frame = new byte[1 << 20];
        while (sender.Send(1, Lane.Bulk, frame))
        {
            accepted++;
        }

        return accepted;
    }

    private static void AssertUndisturbed(PeerSnapshot peer)
    {
        Assert.Equal(PeerRefusal.None, peer.LastRefusal);
        Assert.All(new[] { peer.Votes, peer.Bulk }, lane =>
        {
            Assert.Equal(1, lane.FramesIn);
            Assert.Equal(0, lane.Dropped);
            Assert.Equal(0, lane.QueuedMessages);
        });
    }

    private static void ForEachPair(Action<int, int> act)
    {
        for (int from = 0; from < 4; from++)
        {
            for (int to = 0; to < 4; to++)
            {
                if (from != to)
                {
                    act(from, to);
                }
            }
        }
    }

    private static async Task ForEachPairAsync(Func<int, int, Task> act)
    {
        List<Task> acts = [];
        ForEachPair((from, to) => acts.Add(act(from, to)));
        await Task.WhenAll(acts);
    }
}
