using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Ledger.Cryptography.Hashing;
using Ledger.Node.Networking;

namespace Ledger.Testnet.Measure.Lanes;

/// <summary>Two validators' transports over TLS on loopback: one end sends, the other notes what arrives.</summary>
internal sealed class LaneEnds : IAsyncDisposable
{
    private readonly X509Certificate2[] _certificates = [NewCertificate(), NewCertificate()];
    private readonly Socket[] _reserved = [Reserve(), Reserve()];
    private readonly PeerTransport[] _ends;

    public LaneEnds()
    {
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
        Array.ForEach(_reserved, socket => socket.Dispose());
        Array.ForEach(_certificates, certificate => certificate.Dispose());
    }

    private PeerTransportOptions Options(int own) => new()
    {
        OwnIndex = own,
        ChainId = new Digest(SHA256.HashData("lanes"u8)),
        Certificate = _certificates[own],
        Listen = EndPoint(own),
        Peers = [new PeerAddress(1 - own, "127.0.0.1", EndPoint(1 - own).Port, PeerCertificate.Pin(_certificates[1 - own]))],
    };

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
