using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Ledger.Cryptography.Hashing;
using Ledger.Node.Networking;

namespace Ledger.Tests.Unit.Networking;

/// <summary>Keys and reserved loopback ports for a few transports that know each other.</summary>
/// <remarks>A port stays bound, not listening, for the life of the network, so that nobody else is given it.</remarks>
internal sealed class LoopbackNetwork : IAsyncDisposable
{
    public static readonly Digest Chain = new(SHA256.HashData("a chain"u8));

    private readonly List<Socket> _reserved = [];
    private readonly List<X509Certificate2> _certificates = [];
    private readonly List<PeerTransport> _started = [];

    public LoopbackNetwork(int nodes)
    {
        for (int node = 0; node < nodes; node++)
        {
            _certificates.Add(NewCertificate());
            Socket reservation = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
            reservation.Bind(new IPEndPoint(IPAddress.Loopback, 0));
            _reserved.Add(reservation);
        }
    }

    public static X509Certificate2 NewCertificate()
    {
        using ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        return PeerCertificate.Create(key);
    }

    public static ReadOnlyMemory<byte> Text(string text) => Encoding.ASCII.GetBytes(text);

    public X509Certificate2 Certificate(int node) => _certificates[node];

    public IPEndPoint EndPoint(int node) => (IPEndPoint)_reserved[node].LocalEndPoint!;

    public PeerTransportOptions Options(int node) => new()
    {
        ChainId = Chain,
        Certificate = _certificates[node],
        Listen = EndPoint(node),
        Peers = [.. Enumerable.Range(0, _certificates.Count).Where(peer => peer != node).Select(Address)],
        HandshakeTimeout = TimeSpan.FromSeconds(20),
    };

    public PeerTransport Start(int node, IFrameSink sink) => Start(Options(node), sink);

    public PeerTransport Start(PeerTransportOptions options, IFrameSink sink)
    {
        PeerTransport transport = new(options, sink);
        _started.Add(transport);
        transport.Start();
        return transport;
    }

    public async ValueTask DisposeAsync()
    {
        await Task.WhenAll(_started.Select(transport => transport.StopAsync()));
        _reserved.ForEach(socket => socket.Dispose());
        _certificates.ForEach(certificate => certificate.Dispose());
    }

    private PeerAddress Address(int peer) =>
        new(peer, "127.0.0.1", EndPoint(peer).Port, PeerCertificate.Pin(_certificates[peer]));
}
