using System.Diagnostics;
using System.Security.Cryptography.X509Certificates;
using Ledger.Node.Networking;
using Ledger.Testnet.Stages;
using static Ledger.Tests.Unit.Networking.RecordingSink;

namespace Ledger.Tests.Unit.Networking;

/// <summary>A validator's own key in the hands of a hostile program: it gets in, and harms nobody but itself.</summary>
public sealed class HostilePeerFacts : IAsyncLifetime
{
    private static readonly TimeSpan KeepAlive = TimeSpan.FromMilliseconds(500);

    private readonly LoopbackNetwork _network = new(3);
    private readonly RecordingSink _sink = new();
    private readonly RecordingSink _honestSink = new();
    private PeerTransport? _honest;
    private PeerTransport? _node;

    /// <summary>Node 0 is attacked, node 1 is honest, node 2 is the hostile program.</summary>
    public async Task InitializeAsync()
    {
        PeerTransportOptions options = _network.Options(0);
        _node = _network.Start(
            options with
            {
                Votes = options.Votes with { FramesPerSecond = 200 },
                Bulk = options.Bulk with { BytesPerSecond = 1 << 20 },
                KeepAliveInterval = KeepAlive,
                IdleTimeout = TimeSpan.FromSeconds(6),
            },
            _sink);
        _honest = _network.Start(_network.Options(1) with { KeepAliveInterval = KeepAlive }, _honestSink);
        await _honestSink.UntilAsync(Connected(0));
    }

    public async Task DisposeAsync() => await _network.DisposeAsync();

    [Fact]
    public async Task A_flood_of_frames_is_read_no_faster_than_the_rate_of_its_lane()
    {
        await using Caller hostile = await GreetAsync(Lane.Votes);
        byte[] thousand = [.. Enumerable.Repeat(Framed("x"), 1_000).SelectMany(frame => frame)];

        Stopwatch watch = Stopwatch.StartNew();
        await hostile.WriteAsync(thousand);
        await _sink.UntilAsync(Frame(2, Lane.Votes, "x"), times: 201);
        await OthersGoOnAsync();

        Assert.True(Snapshot.Votes.HeldBack > 0);
        long read = Snapshot.Votes.FramesIn;
        Assert.InRange(read, 201, 201 + (200 * watch.Elapsed.TotalSeconds));
    }

    [Fact]
    public async Task A_flood_of_empty_frames_is_read_no_faster_either_and_nothing_of_it_is_delivered()
    {
        await using Caller hostile = await GreetAsync(Lane.Votes);

        await hostile.WriteAsync(new byte[4 * 1_000]);
        await Wait.UntilAsync(
            "the flood to be held back", TimeSpan.FromSeconds(60), default, () => Task.FromResult(Snapshot.Votes.HeldBack > 0));
        await OthersGoOnAsync();

        Assert.Equal(0, Snapshot.Votes.FramesIn);
        Assert.DoesNotContain(_sink.Told(), line => line.StartsWith("Votes from 2", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_flood_of_bytes_is_read_no_faster_than_the_rate_of_its_lane()
    {
        await using Caller hostile = await GreetAsync(Lane.Bulk);
        byte[] half = Framed(new string('b', 512 << 10));

        for (int frame = 0; frame < 4; frame++)
        {
            await hostile.WriteAsync(half);
        }

        await _sink.UntilAsync(Frame(2, Lane.Bulk, $"{512 << 10} bytes"), times: 3);
        await OthersGoOnAsync();

        Assert.True(Snapshot.Bulk.HeldBack > 0);
    }

    [Fact]
    public async Task A_peer_that_sends_one_byte_a_second_is_silent_until_its_frame_is_whole()
    {
        await using Caller hostile = await GreetAsync(Lane.Votes);
        using CancellationTokenSource stop = new();
        Task dripping = DripAsync(hostile, stop.Token);

        await _sink.UntilAsync(Refused(PeerRefusal.Silent, 2));
        await stop.CancelAsync();
        await dripping;

        await OthersGoOnAsync();
    }

    [Fact]
    public async Task A_peer_that_never_reads_holds_no_more_than_its_queues()
    {
        await using Caller silentReader = await GreetAsync(Lane.Bulk);
        PeerTransportOptions options = _network.Options(0);
        int refused = 0;
        for (int frame = 0; frame < 100; frame++)
        {
            refused += _node!.Send(2, Lane.Bulk, new byte[1 << 20]) ? 0 : 1;
            _node.Send(2, Lane.Votes, new byte[1 << 20]);
        }

        Assert.True(refused > 0);
        Assert.InRange(Snapshot.Bulk.QueuedBytes, 1, options.Bulk.QueueBytes);
        Assert.InRange(Snapshot.Votes.QueuedBytes, 1, options.Votes.QueueBytes);
        _node!.Send(1, Lane.Bulk, LoopbackNetwork.Text("for the honest"));
        await _honestSink.UntilAsync(Frame(0, Lane.Bulk, "for the honest"));
        await OthersGoOnAsync();
    }

    [Fact]
    public async Task A_peer_that_opens_its_lane_again_and_again_holds_the_last_one_alone()
    {
        List<Caller> opened = [];
        for (int time = 0; time < 20; time++)
        {
            opened.Add(await GreetAsync(Lane.Votes));
        }

        await opened[^1].WriteAsync(Framed("last"));
        await _sink.UntilAsync(Frame(2, Lane.Votes, "last"));
        foreach (Caller caller in opened[..^1])
        {
            Assert.Equal(-1, await LastStatusAsync(caller));
            await caller.DisposeAsync();
        }

        await OthersGoOnAsync();
        await opened[^1].DisposeAsync();
    }

    [Fact]
    public async Task Random_bytes_after_the_hello_are_a_frame_too_long_or_frames_for_the_opener_to_refuse()
    {
        Random random = new(7);
        for (int attempt = 0; attempt < 10; attempt++)
        {
            await using Caller hostile = await GreetAsync(Lane.Votes);
            byte[] noise = new byte[8_192];
            random.NextBytes(noise);
            noise[0] = (byte)(0x80 | noise[0]);
            await hostile.WriteAsync(noise);
            await _sink.UntilAsync(Refused(PeerRefusal.FrameTooLong, 2), times: attempt + 1);
        }

        await OthersGoOnAsync();
    }

    private PeerSnapshot Snapshot => _node!.Snapshot()[1];

    private static byte[] Framed(string text)
        => [(byte)(text.Length >> 24), (byte)(text.Length >> 16), (byte)(text.Length >> 8), (byte)text.Length,
            .. LoopbackNetwork.Text(text).Span];

    private async Task<Caller> GreetAsync(Lane lane)
    {
        X509Certificate2 stolen = _network.Certificate(2);
        Caller caller = await Caller.EncryptAsync(_network.EndPoint(0), stolen);
        await caller.WriteAsync(new PeerHello(LoopbackNetwork.Chain, lane, 1).ToFrame());
        Assert.Equal(0, await caller.ReadStatusAsync());
        return caller;
    }

    private static async Task DripAsync(Caller caller, CancellationToken stop)
    {
        try
        {
            foreach (byte value in Framed(new string('s', 200)))
            {
                await caller.WriteAsync([value]);
                await Task.Delay(TimeSpan.FromSeconds(1), stop);
            }
        }
        catch (Exception exception) when (exception is IOException or OperationCanceledException)
        {
            // Closed, as expected, or no longer needed.
        }
    }

    private static async Task<int> LastStatusAsync(Caller caller)
    {
        try
        {
            int status;
            do
            {
                status = await caller.ReadStatusAsync();
            }
            while (status >= 0);
            return status;
        }
        catch (IOException)
        {
            return -1;
        }
    }

    private async Task OthersGoOnAsync()
    {
        _honest!.Send(0, Lane.Votes, LoopbackNetwork.Text("still here"));
        await _sink.UntilAsync(Frame(1, Lane.Votes, "still here"));
        Assert.Equal(1, _honest.Snapshot()[0].Votes.Opened);
        Assert.False(_node!.Completion.IsCompleted);
    }
}
