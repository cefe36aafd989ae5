using Ledger.Node.Networking;
using static Ledger.Tests.Unit.Networking.RecordingSink;

namespace Ledger.Tests.Unit.Networking;

/// <summary>Callers that hang between accept and hello.</summary>
public sealed class DoorLimitFacts
{
    [Fact]
    public async Task A_caller_that_says_nothing_is_closed_at_the_timeout_and_others_go_on()
    {
        await using LoopbackNetwork network = new(2);
        RecordingSink sink = new();
        network.Start(network.Options(0) with { HandshakeTimeout = TimeSpan.FromSeconds(6) }, sink);
        await using Caller mute = await Caller.ConnectAsync(network.EndPoint(0));
        await using Caller noHello = await Caller.EncryptAsync(network.EndPoint(0), network.Certificate(1));

        PeerTransport honest = network.Start(1, new RecordingSink());
        honest.Send(0, Lane.Votes, LoopbackNetwork.Text("here"));

        await sink.UntilAsync(Frame(1, Lane.Votes, "here"));
        await sink.UntilAsync(Refused(PeerRefusal.HandshakeTimeout, null));
        await sink.UntilAsync(Refused(PeerRefusal.HandshakeTimeout, 1));
        Assert.Equal(-1, await mute.ReadStatusAsync());
    }

    [Fact]
    public async Task One_caller_more_than_an_address_may_hold_takes_the_place_of_the_oldest()
    {
        await using LoopbackNetwork network = new(2);
        RecordingSink sink = new();
        PeerTransportOptions options = network.Options(0) with { HandshakeTimeout = TimeSpan.FromMinutes(5) };
        PeerTransport node = network.Start(options, sink);
        await using Crowd crowd = await Crowd.GatherAsync(
            network.EndPoint(0), options.MaxUnauthenticatedConnectionsPerAddress, "127.0.0.1");

        await using Caller oneMore = await Caller.ConnectAsync(network.EndPoint(0));
        await sink.UntilAsync(Refused(PeerRefusal.TooManyConnections, null));

        Assert.Equal(10, options.MaxUnauthenticatedConnectionsPerAddress);
        Assert.Equal(1, Count(node, PeerRefusal.TooManyConnections));
        Assert.Equal(-1, await crowd[0].ReadStatusAsync());
    }

    /// <summary>The callers never speak and never leave; new ones keep coming. Their address may be the honest peer's own.</summary>
    [Theory]
    [InlineData("127.0.0.1")]
    [InlineData("127.0.0.2")]
    public async Task An_honest_peer_gets_in_while_200_half_open_connections_are_held(string address)
    {
        await using LoopbackNetwork network = new(2);
        RecordingSink sink = new();
        PeerTransportOptions options = network.Options(0) with { HandshakeTimeout = TimeSpan.FromMinutes(5) };
        PeerTransport node = network.Start(options, sink);
        await using Crowd crowd = await Crowd.GatherAsync(network.EndPoint(0), 200, address);

        network.Start(1, new RecordingSink()).Send(0, Lane.Votes, LoopbackNetwork.Text("in"));

        await sink.UntilAsync(Frame(1, Lane.Votes, "in"));
        long closed = Count(node, PeerRefusal.TooManyConnections) + Count(node, PeerRefusal.CallsTooOften);
        Assert.True(closed >= 200 - options.MaxUnauthenticatedConnectionsPerAddress, $"{closed} closed");
        Assert.Equal(0, Count(node, PeerRefusal.HandshakeTimeout));
    }

    [Fact]
    public async Task An_honest_peer_gets_in_while_many_addresses_hold_the_whole_door()
    {
        await using LoopbackNetwork network = new(2);
        RecordingSink sink = new();
        PeerTransportOptions options = network.Options(0) with { HandshakeTimeout = TimeSpan.FromMinutes(5) };
        PeerTransport node = network.Start(options, sink);
        string[] addresses = [.. Enumerable.Range(2, options.MaxUnauthenticatedConnections).Select(
            i => $"127.0.{i / 200}.{2 + (i % 200)}")];
        await using Crowd crowd = await Crowd.GatherAsync(network.EndPoint(0), 1, addresses);

        network.Start(1, new RecordingSink()).Send(0, Lane.Votes, LoopbackNetwork.Text("in"));

        await sink.UntilAsync(Frame(1, Lane.Votes, "in"));
        await sink.UntilAsync(Refused(PeerRefusal.TooManyConnections, null));
        Assert.Equal(0, Count(node, PeerRefusal.CallsTooOften));
    }

    [Fact]
    public async Task Who_calls_again_and_again_is_closed_before_a_handshake_and_others_go_on()
    {
        await using LoopbackNetwork network = new(2);
        RecordingSink sink = new();
        PeerTransport node = network.Start(0, sink);
        for (int call = 0; Count(node, PeerRefusal.CallsTooOften) < 50; call++)
        {
            Assert.True(call < 20_000, "nobody was refused");
            await using Crowd caller = await Crowd.GatherAsync(network.EndPoint(0), 1, "127.0.0.9");
        }

        network.Start(1, new RecordingSink()).Send(0, Lane.Votes, LoopbackNetwork.Text("in"));

        await sink.UntilAsync(Frame(1, Lane.Votes, "in"));
        Assert.False(node.Completion.IsCompleted);
    }

    private static long Count(PeerTransport node, PeerRefusal refusal)
        => node.Refusals().Single(count => count.Refusal == refusal).Count;
}
