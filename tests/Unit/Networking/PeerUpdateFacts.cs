using System.Security.Cryptography.X509Certificates;
using Ledger.Node.Networking;
using static Ledger.Tests.Unit.Networking.RecordingSink;

namespace Ledger.Tests.Unit.Networking;

/// <summary>The peers change while the transport runs: who comes is reached, who goes is cut, who stays notices nothing.</summary>
public sealed class PeerUpdateFacts : IAsyncLifetime
{
    private readonly LoopbackNetwork _network = new(3);
    private readonly RecordingSink[] _sinks = [new(), new(), new()];

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync() => await _network.DisposeAsync();

    [Fact]
    public async Task A_newcomer_is_dialled_and_let_in_and_the_connection_of_one_that_stays_is_left_alone()
    {
        PeerTransport[] nodes = [Start(0, 1), Start(1, 0), Start(2, 0)];
        await _sinks[0].UntilAsync(Connected(1));
        await _sinks[0].UntilAsync(Refused(PeerRefusal.UnknownCertificate, null));

        nodes[0].Update(Peers(0, 1, 2));

        await _sinks[0].UntilAsync(Connected(2));
        await _sinks[2].UntilAsync(Connected(0));
        nodes[2].Send(0, Lane.Votes, LoopbackNetwork.Text("here I am"));
        await _sinks[0].UntilAsync(Frame(2, Lane.Votes, "here I am"));
        Assert.Equal(1, nodes[0].Snapshot()[0].Votes.Opened);
        Assert.Equal(1, nodes[1].Snapshot()[0].Votes.Opened);
    }

    [Fact]
    public async Task Whoever_is_a_peer_no_longer_loses_its_connections_and_a_frame_to_it_is_not_taken()
    {
        PeerTransport[] nodes = [Start(0, 1, 2), Start(1, 0), Start(2, 0)];
        await _sinks[0].UntilAsync(Connected(1));
        await _sinks[0].UntilAsync(Connected(2));
        await _sinks[2].UntilAsync(Connected(0));

        nodes[0].Update(Peers(0, 1));

        await _sinks[0].UntilAsync(Disconnected(2));
        await _sinks[2].UntilAsync(Disconnected(0));
        await _sinks[0].UntilAsync(Refused(PeerRefusal.UnknownCertificate, null));
        Assert.False(nodes[0].Send(2, Lane.Votes, LoopbackNetwork.Text("gone")));
        Assert.True(nodes[0].Send(1, Lane.Votes, LoopbackNetwork.Text("still here")));
        await _sinks[1].UntilAsync(Frame(0, Lane.Votes, "still here"));
        Assert.Single(nodes[0].Snapshot());
    }

    [Fact]
    public async Task A_peer_that_moved_is_dialled_where_it_is_now()
    {
        PeerAddress misled = Peers(0, 1)[0] with { Port = _network.EndPoint(2).Port };
        PeerTransport node = _network.Start(_network.Options(0) with { Peers = [misled] }, _sinks[0]);
        Start(1, 0);
        await _sinks[1].UntilAsync(Connected(0));

        node.Update(Peers(0, 1));

        await _sinks[0].UntilAsync(Connected(1));
    }

    [Fact]
    public async Task A_peer_that_changes_its_key_is_known_by_both_until_the_old_one_is_forgotten()
    {
        using X509Certificate2 next = LoopbackNetwork.NewCertificate();
        PeerTransport[] nodes = [Start(0, 1), Start(1, 0)];
        await _sinks[0].UntilAsync(Connected(1));
        PeerAddress both = Peers(0, 1)[0] with { OtherPins = [PeerCertificate.Pin(next)] };

        nodes[0].Update([both]);
        nodes[1].Present(next);
        Assert.Equal(1, nodes[0].Snapshot()[0].Votes.Opened);
        nodes[0].Update([both with { Pin = PeerCertificate.Pin(next), OtherPins = [] }]);

        await _sinks[0].UntilAsync(Connected(1), times: 2);
        await _sinks[1].UntilAsync(Connected(0), times: 2);
        nodes[1].Send(0, Lane.Votes, LoopbackNetwork.Text("under my new key"));
        await _sinks[0].UntilAsync(Frame(1, Lane.Votes, "under my new key"));
    }

    [Fact]
    public void Two_peers_with_one_number_or_one_key_and_a_number_beyond_the_bound_are_refused()
    {
        PeerTransport node = Start(0, 1);
        PeerAddress[] peers = Peers(0, 1, 2);

        Assert.Throws<ArgumentException>(() => node.Update([peers[0], peers[1] with { Number = 1 }]));
        Assert.Throws<ArgumentException>(() => node.Update([peers[0], peers[1] with { Pin = peers[0].Pin }]));
        Assert.Throws<ArgumentException>(() => node.Update([peers[0] with { Number = PeerTransportOptions.MaximumPeers }]));
        Assert.Single(node.Snapshot());
    }

    private PeerTransport Start(int node, params int[] peers)
        => _network.Start(_network.Options(node) with { Peers = Peers(node, peers) }, _sinks[node]);

    private PeerAddress[] Peers(int node, params int[] peers)
        => [.. _network.Options(node).Peers.Where(p => peers.Contains(p.Number))];
}
