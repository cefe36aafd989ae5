using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Ledger.Cryptography.Hashing;
using Ledger.Node.Networking;
using Ledger.Testnet.Links;

namespace Ledger.Testnet.Measure.Lanes;

/// <summary>Two validators' transports over TLS on loopback: one end sends, the other notes what arrives.</summary>
/// <remarks>With a delay each calls the other through a link of that length, as from one region to another.</remarks>
internal sealed class LaneEnds : IAsyncDisposable
{
    private readonly X509Certificate2[] _certificates = [NewCertificate(), NewCertificate()];
    private readonly Socket[] _reserved = [Reserve(), Reserve()];
    private readonly LinkProxy[] _links = [];
    private readonly PeerTransport[] _ends;

    public LaneEnds(int oneWayDelayMs)
    {
        if (oneWayDelayMs > 0)
        {
            LinkShape shape = new(oneWayDelayMs);
            _links = [LinkProxy.Start(0, EndPoint(0).Port, shape), LinkProxy.Start(0, EndPoint(1).Port, shape)];
        }

        _ends = [new PeerTransport(Options(0), new ArrivalSink()), new PeerTransport(Options(1), Arrivals)];
    }

    public ArrivalSink Arrivals { get; } = new();

    public PeerTransport Sender => _ends[0];

    public async Task ConnectAsync(CancellationToken cancellation)
    {
        Array.ForEach(_ends, end => end.Start());
        await Arrivals.Connected.WaitAsync(cancellation);
    }

    public async ValueTask DisposeAsync()
    {
        await Task.WhenAll(_ends.Select(end => end.StopAsync()));
        await Task.WhenAll(_links.Select(link => link.DisposeAsync().AsTask()));
        Array.ForEach(_reserved, socket => socket.Dispose());
        Array.ForEach(_certificates, certificate => certificate.Dispose());
    }

    private PeerTransportOptions Options(int own) => new()
    {
        ChainId = new Digest(SHA256.HashData("lanes"u8)),
        Certificate = _certificates[own],
        Listen = EndPoint(own),
        Peers = [new PeerAddress(1 - own, "127.0.0.1", PortTo(1 - own), PeerCertificate.Pin(_certificates[1 - own]))],
    };

    private int PortTo(int end) => _links.Length == 0 ? EndPoint(end).Port : _links[end].Port;

    private IPEndPoint EndPoint(int end) => (IPEndPoint)_reserved[end].LocalEndPoint!;

    private static X509Certificate2 NewCertificate()
    {
        using ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        return PeerCertificate.Create(key);
    }

    /// <summary>Bound and not listening: nobody else is given the port.</summary>
    private static Socket Reserve()
    {
        Socket socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        return socket;
    }
}
