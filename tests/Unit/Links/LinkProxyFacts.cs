using System.Diagnostics;
using System.Net.Sockets;
using Ledger.Testnet.Links;
using Ledger.Testnet.Network;

namespace Ledger.Tests.Unit.Links;

/// <summary>The link between two validators of a test network: what it delays, keeps, cuts and heals.</summary>
public sealed class LinkProxyFacts
{
    [Fact]
    public async Task Every_byte_arrives_in_order_in_both_directions()
    {
        await using LinkWorld world = new(oneWayDelayMs: 2);
        (Socket caller, Socket called) = await world.ConnectAsync();
        byte[] there = Noise(3 << 20, seed: 1);
        byte[] back = Noise(3 << 20, seed: 2);

        Task sending = Task.WhenAll(SendAsync(caller, there), SendAsync(called, back));
        byte[][] received = await Task.WhenAll(
            LinkWorld.ReceiveAsync(called, there.Length), LinkWorld.ReceiveAsync(caller, back.Length));
        await sending.WaitAsync(LinkWorld.Patience);

        Assert.Equal(there, received[0]);
        Assert.Equal(back, received[1]);
    }

    [Fact]
    public async Task Nothing_arrives_before_its_delay()
    {
        await using LinkWorld world = new(oneWayDelayMs: 60);
        (Socket caller, Socket called) = await world.ConnectAsync();
        Stopwatch watch = Stopwatch.StartNew();

        await SendAsync(caller, [1]);
        await LinkWorld.ReceiveAsync(called, 1);
        TimeSpan there = watch.Elapsed;
        await SendAsync(called, [2]);
        await LinkWorld.ReceiveAsync(caller, 1);

        Assert.True(there >= TimeSpan.FromMilliseconds(60), $"{there} one way");
        Assert.True(watch.Elapsed >= TimeSpan.FromMilliseconds(120), $"{watch.Elapsed} there and back");
    }

    [Fact]
    public async Task A_narrow_link_passes_no_more_than_its_bandwidth()
    {
        await using LinkWorld world = new(bytesPerSecond: 1 << 20);
        (Socket caller, Socket called) = await world.ConnectAsync();
        Stopwatch watch = Stopwatch.StartNew();

        await Task.WhenAll(SendAsync(caller, new byte[1 << 18]), LinkWorld.ReceiveAsync(called, 1 << 18));

        Assert.True(watch.Elapsed >= TimeSpan.FromMilliseconds(240), $"a quarter of a second's bytes in {watch.Elapsed}");
    }

    [Fact]
    public async Task The_end_of_one_direction_is_passed_on_and_the_other_goes_on()
    {
        await using LinkWorld world = new();
        (Socket caller, Socket called) = await world.ConnectAsync();
        await SendAsync(caller, [7]);
        caller.Shutdown(SocketShutdown.Send);

        Assert.Equal([7], await LinkWorld.ReceiveAsync(called, 1));
        Assert.Equal(0, await called.ReceiveAsync(new byte[1]).WaitAsync(LinkWorld.Patience));
        await SendAsync(called, [8]);
        Assert.Equal([8], await LinkWorld.ReceiveAsync(caller, 1));
    }

    [Fact]
    public async Task A_silent_cut_stops_all_bytes_and_healing_delivers_them()
    {
        await using LinkWorld world = new();
        (Socket caller, Socket called) = await world.ConnectAsync();
        await SendAsync(caller, [1]);
        await LinkWorld.ReceiveAsync(called, 1);

        world.Link.Cut(CutMode.Silent);
        await SendAsync(caller, [2, 3]);
        await world.UntilHeldAsync();
        Assert.Equal((2L, 0, 1), (world.Link.Held, called.Available, world.Link.Connections));

        world.Link.Heal();
        Assert.Equal([2, 3], await LinkWorld.ReceiveAsync(called, 2));
    }

    [Fact]
    public async Task A_sender_into_a_silent_cut_is_not_read_from_for_ever()
    {
        await using LinkWorld world = new();
        (Socket caller, _) = await world.ConnectAsync();
        world.Link.Cut(CutMode.Silent);

        // Far more than the system keeps for both ends of a connection.
        Task sending = SendAsync(caller, new byte[64 << 20]);
        await world.UntilHeldAsync();

        Assert.InRange(world.Link.Held, 1, 64 << 10);
        Assert.False(sending.IsCompleted);
        caller.Dispose();
        await Assert.ThrowsAnyAsync<Exception>(() => sending.WaitAsync(LinkWorld.Patience));
    }

    [Fact]
    public async Task A_call_into_a_silent_cut_never_comes_through()
    {
        await using LinkWorld world = new();
        world.Link.Cut(CutMode.Silent);
        Socket caller = await world.DialAsync();
        await SendAsync(caller, [1]);
        await world.UntilHangingAsync();
        Assert.False(world.SomebodyCalls);

        world.Link.Heal();

        await AssertResetAsync(caller);
        Assert.False(world.SomebodyCalls);
        await world.ConnectAsync();
    }

    [Fact]
    public async Task Healing_may_reset_what_stood_through_a_silent_cut()
    {
        await using LinkWorld world = new();
        (Socket caller, Socket called) = await world.ConnectAsync();
        world.Link.Cut(CutMode.SilentThenReset);
        await SendAsync(caller, [1]);
        await world.UntilHeldAsync();
        Assert.Equal(0, called.Available);

        world.Link.Heal();

        await AssertResetAsync(caller);
        await AssertResetAsync(called);
        await world.ConnectAsync();
    }

    [Fact]
    public async Task A_refusing_cut_resets_what_stands_and_refuses_what_comes()
    {
        await using LinkWorld world = new();
        (Socket caller, Socket called) = await world.ConnectAsync();

        world.Link.Cut(CutMode.Refused);

        await AssertResetAsync(caller);
        await AssertResetAsync(called);
        SocketException refused = await Assert.ThrowsAsync<SocketException>(world.DialAsync);
        Assert.Equal(SocketError.ConnectionRefused, refused.SocketErrorCode);
        world.Link.Heal();
        (caller, called) = await world.ConnectAsync();
        await SendAsync(caller, [5]);
        Assert.Equal([5], await LinkWorld.ReceiveAsync(called, 1));
    }

    [Fact]
    public async Task A_link_is_cut_and_healed_by_turns()
    {
        await using LinkWorld world = new();
        Assert.Throws<InvalidOperationException>(world.Link.Heal);
        world.Link.Cut(CutMode.Refused);
        Assert.Throws<InvalidOperationException>(() => world.Link.Cut(CutMode.Silent));
    }

    [Fact]
    public void The_manifest_puts_a_link_between_its_two_regions_in_either_order_and_nowhere_else()
    {
        Manifest wan = Manifest.Load(Manifest.Wan);

        Assert.Equal(18, wan.LinkBetween("CN-SZ", "SG")?.OneWayDelayMs);
        Assert.Equal(18, wan.LinkBetween("SG", "CN-SZ")?.OneWayDelayMs);
        Assert.Null(wan.LinkBetween("SG", "SG"));
        Assert.Null(Manifest.Load(Manifest.Demo).LinkBetween("CN-SZ", "SG"));
    }

    private static byte[] Noise(int count, int seed)
    {
        byte[] bytes = new byte[count];
        new Random(seed).NextBytes(bytes);
        return bytes;
    }

    private static async Task SendAsync(Socket socket, byte[] bytes)
    {
        for (int sent = 0; sent < bytes.Length;)
        {
            sent += await socket.SendAsync(bytes.AsMemory(sent));
        }
    }

    private static async Task AssertResetAsync(Socket socket)
    {
        SocketException reset = await Assert.ThrowsAsync<SocketException>(
            () => socket.ReceiveAsync(new byte[16]).WaitAsync(LinkWorld.Patience));
        Assert.Equal(SocketError.ConnectionReset, reset.SocketErrorCode);
    }
}
