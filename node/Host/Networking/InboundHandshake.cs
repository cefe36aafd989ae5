using System.Net.Security;
using System.Security.Authentication;

namespace Ledger.Node.Networking;

/// <summary>From an accepted socket to a named peer and lane, or to the refusal that says why not.</summary>
internal sealed class InboundHandshake(TransportContext context, SslStream tls, FrameReader reader)
{
    private readonly PinCheck _pin = new(context, dialled: null);
    private bool _isEncrypted;

    /// <summary>The peer whose key was shown; known before its hello is.</summary>
    public Peer? Peer => _pin.Peer;

    public Lane Lane { get; private set; }

    /// <summary>The highest protocol version that the caller says its program has.</summary>
    public uint Protocol { get; private set; }

    /// <summary>Answers the caller when TLS is up, whatever the answer.</summary>
    /// <exception cref="OperationCanceledException">The transport stops, or the caller made room for
    /// another.</exception>
    public async Task<PeerRefusal> RunAsync(CancellationToken stopping)
    {
        using CancellationTokenSource deadline = CancellationTokenSource.CreateLinkedTokenSource(stopping);
        deadline.CancelAfter(context.Options.HandshakeTimeout);
        try
        {
            await context.Tls.AcceptAsync(tls, _pin, deadline.Token);
            _isEncrypted = true;
            PeerRefusal refusal = Judge(await reader.ReadAsync(deadline.Token));
            await tls.WriteAsync(new[] { (byte)refusal }, deadline.Token);
            return refusal;
        }
        catch (OperationCanceledException) when (!stopping.IsCancellationRequested)
        {
            return PeerRefusal.HandshakeTimeout;
        }
        catch (Exception exception) when (
            exception is IOException or AuthenticationException && !stopping.IsCancellationRequested)
        {
            return _pin.Refusal != PeerRefusal.None ? _pin.Refusal
                : _isEncrypted ? PeerRefusal.NoHello
                : PeerRefusal.TlsFailed;
        }
    }

    private PeerRefusal Judge(FrameRead read)
    {
        if (read.Frame is null)
        {
            return read.Refusal != PeerRefusal.None ? read.Refusal : PeerRefusal.NoHello;
        }

        PeerRefusal refusal = PeerHello.Decode(read.Frame, out PeerHello hello);
        (Lane, Protocol) = (hello.Lane, hello.Protocol);
        return refusal != PeerRefusal.None ? refusal
            : hello.ChainId != context.Options.ChainId ? PeerRefusal.ForeignChain
            : PeerRefusal.None;
    }
}
