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
        network.Start(network.Options(0) with { HandshakeTimeout = TimeSpan.FromSeconds(2) }, sink);
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
    public async Task One_caller_more_than_the_door_holds_is_refused_until_one_leaves()
    {
        await using LoopbackNetwork network = new(2);
        RecordingSink sink = new();
        PeerTransportOptions options = network.Options(0) with { HandshakeTimeout = TimeSpan.FromMinutes(5) };
        PeerTransport node = network.Start(options, sink);
        List<Caller> waiting = [];
        for (int caller = 0; caller < options.MaxUnauthenticatedConnections; caller++)
        {
            waiting.Add(await Caller.ConnectAsync(network.EndPoint(0)));
        }

        await using Caller tooMany = await Caller.ConnectAsync(network.EndPoint(0));
        await sink.UntilAsync(Refused(PeerRefusal.TooManyConnections, null));

        Assert.Equal(10, options.MaxUnauthenticatedConnections);
        Assert.Equal(1, node.Refusals().Single(count => count.Refusal == PeerRefusal.TooManyConnections).Count);
        foreach (Caller caller in waiting)
        {
            await caller.DisposeAsync();
        }

        await sink.UntilAsync(Refused(PeerRefusal.TlsFailed, null), times: waiting.Count);
        network.Start(1, new RecordingSink()).Send(0, Lane.Votes, LoopbackNetwork.Text("in"));
        await sink.UntilAsync(Frame(1, Lane.Votes, "in"));
    }
}
