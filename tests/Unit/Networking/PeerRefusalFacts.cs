using System.Security.Authentication;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Ledger.Cryptography.Hashing;
using Ledger.Node.Networking;
using static Ledger.Tests.Unit.Networking.RecordingSink;

namespace Ledger.Tests.Unit.Networking;

/// <summary>
/// Every hostile caller is refused by name, and the honest peer beside it is served before and after.
/// </summary>
public sealed class PeerRefusalFacts : IAsyncLifetime
{
    private readonly LoopbackNetwork _network = new(3);
    private readonly RecordingSink _sink = new();
    private readonly RecordingSink _honestSink = new();
    private PeerTransport? _honest;
    private PeerTransport? _node;

    /// <summary>Node 0 is attacked, node 1 is honest, node 2 is played by hand.</summary>
    public async Task InitializeAsync()
    {
        _node = _network.Start(0, _sink);
        _honest = _network.Start(1, _honestSink);
        await _honestSink.UntilAsync(Connected(0));
    }

    public async Task DisposeAsync() => await _network.DisposeAsync();

    [Fact]
    public async Task A_caller_with_an_unknown_key()
    {
        using X509Certificate2 stranger = LoopbackNetwork.NewCertificate();

        await RefusedAsync(PeerRefusal.UnknownCertificate, null, () => GreetAsync(stranger, Hello()));
    }

    [Fact]
    public async Task A_caller_with_the_nodes_own_key() =>
        await RefusedAsync(PeerRefusal.UnknownCertificate, null, () => GreetAsync(_network.Certificate(0), Hello()));

    [Fact]
    public async Task A_caller_without_a_certificate() =>
        await RefusedAsync(PeerRefusal.NoCertificate, null, () => GreetAsync(null, Hello()));

    [Fact]
    public async Task A_caller_of_a_foreign_chain()
    {
        Digest foreign = new(SHA256.HashData("another chain"u8));
        byte[] hello = new PeerHello(foreign, Lane.Votes, 1).ToFrame();

        await RefusedAsync(PeerRefusal.ForeignChain, 2, () => GreetAsync(_network.Certificate(2), hello));
    }

    [Theory]
    [InlineData(4, PeerRefusal.BadMagic)]
    [InlineData(9, PeerRefusal.UnsupportedVersion)]
    [InlineData(10, PeerRefusal.ForeignChain)]
    [InlineData(42, PeerRefusal.UnknownLane)]
    public async Task A_hello_with_one_byte_changed(int offset, PeerRefusal expected)
    {
        byte[] hello = Hello();
        hello[offset] ^= 0x80;

        await RefusedAsync(expected, 2, () => GreetAsync(_network.Certificate(2), hello));
    }

    [Fact]
    public async Task A_hello_that_is_too_short() =>
        await RefusedAsync(PeerRefusal.MalformedHello, 2, () => GreetAsync(_network.Certificate(2), [0, 0, 0, 1, 9]));

    [Fact]
    public async Task A_hello_that_is_too_long() =>
        await RefusedAsync(PeerRefusal.FrameTooLong, 2, () => GreetAsync(_network.Certificate(2), [0, 0, 0, 44]));

    [Fact]
    public async Task A_caller_that_leaves_before_its_hello() =>
        await RefusedAsync(PeerRefusal.NoHello, 2, async () =>
        {
            await using Caller caller = await Caller.EncryptAsync(_network.EndPoint(0), _network.Certificate(2));
        });

    [Fact]
    public async Task A_caller_that_speaks_no_TLS() =>
        await RefusedAsync(PeerRefusal.TlsFailed, null, async () =>
        {
            await using Caller caller = await Caller.ConnectAsync(_network.EndPoint(0));
            byte[] noise = new byte[4096];
            new Random(1).NextBytes(noise);
            await caller.WriteAsync(noise);
            await _sink.UntilAsync(Refused(PeerRefusal.TlsFailed, null));
        });

    [Fact]
    public async Task A_caller_that_speaks_only_TLS_1_2() =>
        await RefusedAsync(PeerRefusal.TlsFailed, null, async () =>
            await Assert.ThrowsAsync<AuthenticationException>(
                () => Caller.EncryptAsync(_network.EndPoint(0), _network.Certificate(2), SslProtocols.Tls12)));

    [Theory]
    [InlineData(Lane.Votes, 1 << 20)]
    [InlineData(Lane.Bulk, 8 << 20)]
    public async Task A_peer_that_announces_a_frame_longer_than_its_lane_allows(Lane lane, int maxFrameBytes) =>
        await RefusedAsync(PeerRefusal.FrameTooLong, 2, async () =>
        {
            await using Caller caller = await Caller.EncryptAsync(_network.EndPoint(0), _network.Certificate(2));
            await caller.WriteAsync(new PeerHello(LoopbackNetwork.Chain, lane, 1).ToFrame());
            Assert.Equal(0, await caller.ReadStatusAsync());
            int length = maxFrameBytes + 1;
            await caller.WriteAsync([(byte)(length >> 24), (byte)(length >> 16), (byte)(length >> 8), (byte)length]);
            Assert.Equal((int)PeerRefusal.FrameTooLong, await caller.ReadStatusAsync());
            Assert.Equal(-1, await caller.ReadStatusAsync());
        });

    [Fact]
    public async Task The_dialler_refuses_a_peer_that_answers_with_another_peers_key()
    {
        // A fourth node that believes node 1 to be where node 0 listens.
        PeerTransportOptions options = _network.Options(2);
        PeerAddress misled = options.Peers[1] with { Port = _network.EndPoint(0).Port };
        RecordingSink sink = new();
        _network.Start(options with { Peers = [options.Peers[0], misled] }, sink);

        await sink.UntilAsync(Refused(PeerRefusal.WrongPeer, 1));
        await sink.UntilAsync(Connected(0));
        await OthersGoOnAsync();
    }

    [Fact]
    public async Task A_peer_is_told_why_it_was_refused()
    {
        Digest foreign = new(SHA256.HashData("another chain"u8));
        RecordingSink sink = new();
        PeerTransport lost = _network.Start(_network.Options(2) with { ChainId = foreign }, sink);

        await _sink.UntilAsync(Refused(PeerRefusal.ForeignChain, 2), times: 3);
        await sink.UntilAsync(Refused(PeerRefusal.ForeignChain, 0), times: 1);

        Assert.Equal(PeerRefusal.ForeignChain, lost.Snapshot()[0].LastRefusalByPeer);
        Assert.False(lost.Snapshot()[0].Connected);
        Assert.True(lost.Snapshot()[0].FailedDials > 0);
    }

    private static byte[] Hello() => new PeerHello(LoopbackNetwork.Chain, Lane.Votes, 1).ToFrame();

    private async Task GreetAsync(X509Certificate2? certificate, byte[] hello)
    {
        await using Caller caller = await Caller.EncryptAsync(_network.EndPoint(0), certificate);
        try
        {
            await caller.WriteAsync(hello);
            Assert.NotEqual(0, await caller.ReadStatusAsync());
        }
        catch (IOException)
        {
            // Refused within TLS: an alert or a reset instead of a status byte.
        }
    }

    private async Task RefusedAsync(PeerRefusal refusal, int? peer, Func<Task> attack)
    {
        await attack();

        await _sink.UntilAsync(Refused(refusal, peer));
        Assert.Equal(1, _node!.Refusals().Single(count => count.Refusal == refusal).Count);
        Assert.Equal(1, _node.Refusals().Sum(count => count.Count));
        Assert.Equal(peer is null ? PeerRefusal.None : refusal, _node.Snapshot()[1].LastRefusal);
        await OthersGoOnAsync();
    }

    private async Task OthersGoOnAsync()
    {
        _honest!.Send(0, Lane.Votes, LoopbackNetwork.Text("still here"));
        await _sink.UntilAsync(Frame(1, Lane.Votes, "still here"));
        Assert.Equal(1, _honest.Snapshot()[0].Votes.Opened);
        Assert.False(_node!.Completion.IsCompleted);
    }
}
