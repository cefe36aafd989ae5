using System.Buffers.Binary;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Ledger.Cryptography.Hashing;
using Ledger.Cryptography.Signatures;
using Ledger.Node.Networking;
using Ledger.Node.Running;
using Ledger.Protocol.Blocks;
using Ledger.Protocol.Certificates;
using Ledger.Protocol.Messages;
using Ledger.Protocol.Numbers;
using Ledger.Protocol.Validators;

namespace Ledger.Tests.Integration;

/// <summary>Speaks to a validator's port as a stranger, and as the validator whose stolen keys it holds.</summary>
/// <remarks>Whatever the other end does to it, closing above all, is what it expects: only the honest are asked what happened.</remarks>
internal sealed class HostileProgram(NodeKeys stolen, NodeIdentity identity, int port) : IDisposable
{
    private readonly List<Socket> _halfOpen = [];

    public ValidatorIndex Self { get; } = identity.PlaceIn(identity.Genesis.Configuration)!.Value;

    /// <summary>Bytes that are no TLS, by a caller who then leaves.</summary>
    public Task SpeakNoiseAsync() => TryAsync(async () =>
    {
        using Socket socket = await ConnectAsync("127.0.0.3");
        await socket.SendAsync(RandomNumberGenerator.GetBytes(4_096));
    });

    /// <summary>A TLS handshake as a stranger may try it, and random bytes after it.</summary>
    public Task EncryptAsync(X509Certificate2? certificate, SslProtocols protocols) => TryAsync(async () =>
    {
        await using Stream stream = await HandshakeAsync(certificate, protocols);
        await stream.WriteAsync(RandomNumberGenerator.GetBytes(64));
        await stream.ReadExactlyAsync(new byte[1]);
    });

    /// <summary>The stolen key under a hello that is not its own.</summary>
    public Task MisgreetAsync(Digest chain, ushort version, byte lane = 0) => TryAsync(async () =>
    {
        await using Stream stream = await HandshakeAsync(stolen.Certificates[0], SslProtocols.Tls13);
        await stream.WriteAsync(Hello(chain, version, lane));
        await stream.ReadExactlyAsync(new byte[1]);
    });

    /// <summary>Connections that are kept and never speak.</summary>
    public async Task HoldHalfOpenAsync(int connections)
    {
        for (int i = 0; i < connections; i++)
        {
            await TryAsync(async () => _halfOpen.Add(await ConnectAsync($"127.0.0.{1 + (i % 5)}")));
        }
    }

    /// <summary>Sends frames of one kind on a lane of its own, as fast as they are taken, and never reads an answer.</summary>
    public Task FloodAsync(byte lane, Func<int, byte[]> frame, TimeSpan time) => TryAsync(async () =>
    {
        await using Stream stream = await GreetAsync(lane);
        using CancellationTokenSource stop = new(time);
        for (int number = 0; !stop.IsCancellationRequested; number++)
        {
            await stream.WriteAsync(Framed(frame(number)), stop.Token);
        }
    });

    /// <summary>One frame's header that announces what no lane allows.</summary>
    public Task AnnounceAsync(uint length) => TryAsync(async () =>
    {
        await using Stream stream = await GreetAsync(lane: 0);
        byte[] header = new byte[4];
        BinaryPrimitives.WriteUInt32BigEndian(header, length);
        await stream.WriteAsync(header);
        await stream.ReadExactlyAsync(new byte[1]);
    });

    /// <summary>The same lane opened anew, each time over the last.</summary>
    public async Task ReopenAsync(int times)
    {
        for (int i = 0; i < times; i++)
        {
            await TryAsync(async () => await (await GreetAsync(lane: 0)).DisposeAsync());
        }
    }

    public byte[] VoteWithBadSignature(int number)
        => new Vote(Self, StatementOf(number), RandomNumberGenerator.GetBytes(SignatureSuites.SignatureSize)).ToFrame(default);

    public byte[] VoteOfItsOwn(int number)
    {
        Statement statement = StatementOf(number);
        return new Vote(Self, statement, statement.Sign(identity.Genesis.Context, stolen.Signers[0])).ToFrame(default);
    }

    public byte[] StatusOfNothing(int number)
        => new Status(Self, new View((ulong)number), false, default, Height.Genesis, Height.Genesis).ToFrame(default);

    public byte[] FetchOfBlocks(int number)
        => new FetchBlocks(Self, number % 2 == 0 ? Height.Genesis : new Height(ulong.MaxValue), Digest.Zero).ToFrame(default);

    public byte[] FetchOfBatches(int number)
        => new FetchBatches(Self, [.. Enumerable.Range(0, 64).Select(i => Sha256.Hash([(byte)number, (byte)i]))]).ToFrame(default);

    public byte[] Noise(int number) => RandomNumberGenerator.GetBytes(1 + (number % 300));

    public void Dispose() => _halfOpen.ForEach(socket => socket.Dispose());

    private static Statement StatementOf(int number)
        => new(
            StatementType.Prepare, View.Zero, new Height(1 + ((ulong)number % 64)),
            new BlockId(Sha256.Hash(BitConverter.GetBytes(number)), Digest.Zero));

    private async Task<Socket> ConnectAsync(string from)
    {
        Socket socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        socket.Bind(new IPEndPoint(IPAddress.Parse(from), 0));
        await socket.ConnectAsync(IPAddress.Loopback, port);
        return socket;
    }

    private async Task<Stream> HandshakeAsync(X509Certificate2? certificate, SslProtocols protocols)
    {
        SslStream tls = new(new NetworkStream(await ConnectAsync("127.0.0.4"), ownsSocket: true));
        await tls.AuthenticateAsClientAsync(new SslClientAuthenticationOptions
        {
            TargetHost = string.Empty,
            EnabledSslProtocols = protocols,
            RemoteCertificateValidationCallback = (_, _, _, _) => true,
            ClientCertificateContext = certificate is null
                ? null
                : SslStreamCertificateContext.Create(certificate, null, offline: true),
        });
        return tls;
    }

    private async Task<Stream> GreetAsync(byte lane)
    {
        Stream stream = await HandshakeAsync(stolen.Certificates[0], SslProtocols.Tls13);
        await stream.WriteAsync(Hello(identity.Genesis.ChainId, version: 2, lane));
        await stream.ReadExactlyAsync(new byte[1]);
        return stream;
    }

    /// <summary>The layout of PROTOCOL.md by hand: magic "LDGP", version, chain, lane.</summary>
    private static byte[] Hello(Digest chain, ushort version, byte lane)
        => Framed([.. "LDGP"u8, (byte)(version >> 8), (byte)version, .. chain.ToArray(), lane]);

    private static byte[] Framed(byte[] frame)
        => [(byte)(frame.Length >> 24), (byte)(frame.Length >> 16), (byte)(frame.Length >> 8), (byte)frame.Length, .. frame];

    private static async Task TryAsync(Func<Task> attack)
    {
        using CancellationTokenSource patience = new(TimeSpan.FromSeconds(20));
        try
        {
            await attack().WaitAsync(patience.Token);
        }
        catch (Exception closed) when (closed
            is IOException or SocketException or AuthenticationException or OperationCanceledException)
        {
            // Refused or closed by the validator.
        }
    }
}
