using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;

namespace Ledger.Tests.Unit.Networking;

/// <summary>A hand-made connection to a transport, free to break every rule.</summary>
internal sealed class Caller : IAsyncDisposable
{
    private readonly Socket _socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);

    private Caller()
    {
    }

    /// <summary>The raw socket, or TLS over it.</summary>
    public Stream Stream { get; private set; } = Stream.Null;

    public static async Task<Caller> ConnectAsync(IPEndPoint endPoint, string from = "127.0.0.1")
    {
        Caller caller = new();
        caller._socket.Bind(new IPEndPoint(IPAddress.Parse(from), 0));
        await caller._socket.ConnectAsync(endPoint);
        caller.Stream = new NetworkStream(caller._socket, ownsSocket: true);
        return caller;
    }

    /// <summary>Speaks TLS and shows <paramref name="certificate"/>, if any; trusts whoever answers.</summary>
    public static async Task<Caller> EncryptAsync(
        IPEndPoint endPoint, X509Certificate2? certificate, SslProtocols protocols = SslProtocols.Tls13)
    {
        Caller caller = await ConnectAsync(endPoint);
        SslStream tls = new(caller.Stream);
        caller.Stream = tls;
        await tls.AuthenticateAsClientAsync(new SslClientAuthenticationOptions
        {
            TargetHost = string.Empty,
            EnabledSslProtocols = protocols,
            RemoteCertificateValidationCallback = (_, _, _, _) => true,
            ClientCertificateContext = certificate is null
                ? null
                : SslStreamCertificateContext.Create(certificate, null, offline: true),
        });
        return caller;
    }

    public ValueTask WriteAsync(byte[] bytes) => Stream.WriteAsync(bytes);

    /// <summary>The next status byte; -1 when the transport closed.</summary>
    public async Task<int> ReadStatusAsync()
    {
        byte[] status = new byte[1];
        return await Stream.ReadAsync(status) == 0 ? -1 : status[0];
    }

    public ValueTask DisposeAsync() => Stream.DisposeAsync();
}
