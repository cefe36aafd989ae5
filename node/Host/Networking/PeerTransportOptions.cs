using System.Net;
using System.Security.Cryptography.X509Certificates;
using Ledger.Cryptography.Hashing;
using Ledger.Protocol.Numbers;

namespace Ledger.Node.Networking;

/// <summary>Who this node is to its peers, who they are, and every bound of the transport between them.</summary>
public sealed record PeerTransportOptions
{
    /// <summary>Most peers at a time: 63 other validators of one set, those of a set to come, and guests that only follow.</summary>
    public const int MaximumPeers = 128;

    /// <summary>The chain both ends must name: 32 bytes.</summary>
    public required Digest ChainId { get; init; }

    /// <summary>The highest protocol version of this program, which peers show their operators.</summary>
    public uint Protocol { get; init; } = ProtocolVersions.OfThisProgram.Highest;

    /// <summary>
    /// The certificate of this node's transport key, with its private key (<see cref="PeerCertificate"/>).
    /// </summary>
    public required X509Certificate2 Certificate { get; init; }

    /// <summary>Where peers' connections are accepted.</summary>
    public required IPEndPoint Listen { get; init; }

    /// <summary>Whom it begins with; <see cref="PeerTransport.Update"/> changes them.</summary>
    public required IReadOnlyList<PeerAddress> Peers { get; init; }

    public LaneLimits Votes { get; init; } = new()
    {
        QueueMessages = 16_384,
        QueueBytes = 16 << 20,
        MaxFrameBytes = 1 << 20,
        FramesPerSecond = 5_000,
        BytesPerSecond = 32 << 20,
    };

    public LaneLimits Bulk { get; init; } = new()
    {
        QueueMessages = 4_096,
        QueueBytes = 64 << 20,
        MaxFrameBytes = 8 << 20,
        FramesPerSecond = 2_000,
        BytesPerSecond = 128 << 20,
    };

    /// <summary>
    /// Waiting frames are gathered into one write of up to this size: a TLS write costs more than its bytes.
    /// </summary>
    public int CoalesceBytes { get; init; } = 256 << 10;

    /// <summary>From TCP accept (or dial) to an answered hello.</summary>
    public TimeSpan HandshakeTimeout { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>The first pause before a lost lane is dialled again; each failure doubles it.</summary>
    public TimeSpan ReconnectPauseFirst { get; init; } = TimeSpan.FromMilliseconds(50);

    /// <summary>The longest pause before a lost lane is dialled again.</summary>
    public TimeSpan ReconnectPauseMost { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>How often an idle sender sends an empty frame and an acceptor its status byte.</summary>
    public TimeSpan KeepAliveInterval { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>A connection silent for this long is closed; more than twice <see cref="KeepAliveInterval"/>.</summary>
    public TimeSpan IdleTimeout { get; init; } = TimeSpan.FromSeconds(20);

    /// <summary>How long <see cref="PeerTransport.StopAsync"/> waits for queued frames to leave.</summary>
    public TimeSpan StopFlushTimeout { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>Most callers between accept and hello from one address (<see cref="CallerOrigin"/>): every peer's
    /// two lanes, and eight more for a restart's overlap. One more, and the oldest of them leaves.</summary>
    public int MaxUnauthenticatedConnectionsPerAddress => (2 * Peers.Count) + 8;

    /// <summary>Callers between accept and hello beside those of all peers.</summary>
    public const int MaxStrangers = 256;

    /// <summary>Most callers between accept and hello. One more, and the oldest of the address with most leaves.</summary>
    public int MaxUnauthenticatedConnections => MaxStrangers + (2 * Peers.Count);

    /// <summary>Calls accepted from one address in a second: each costs a handshake. What comes faster is
    /// closed.</summary>
    public int MaxCallsPerSecondPerAddress => 64 + (8 * Peers.Count);

    /// <summary>
    /// Statuses of one peer in a second, each answered with a window of votes; a peer that sends more waits.
    /// </summary>
    public const int MaxStatusesPerSecond = 64;

    /// <summary>Requests for blocks or batches of one peer in a second; a peer that sends more waits.</summary>
    public const int MaxFetchesPerSecond = 1_000;

    /// <summary>
    /// Cosigned checkpoints of one peer in a second, each five signatures to verify: about 1.4 ms; a peer that sends more waits. Who is
    /// asked by a node outside the set sends a line of each validator at once, every 2 s at most.
    /// </summary>
    public const int MaxCosignedPerSecond = 32;

    public LaneLimits Limits(Lane lane) => lane == Lane.Votes ? Votes : Bulk;

    /// <exception cref="ArgumentException">The options contradict themselves.</exception>
    internal void Validate()
    {
        Votes.Validate(Lane.Votes);
        Bulk.Validate(Lane.Bulk);
        Require(Certificate.HasPrivateKey, "The transport's certificate has no private key.");
        Require(CoalesceBytes >= 16 << 10, "CoalesceBytes is at least 16 KiB, one TLS record.");
        Require(ReconnectPauseFirst > TimeSpan.Zero && ReconnectPauseMost >= ReconnectPauseFirst,
            "Reconnect pauses are positive and grow.");
        Require(HandshakeTimeout > TimeSpan.Zero && StopFlushTimeout > TimeSpan.Zero, "Timeouts are positive.");
        Require(KeepAliveInterval > TimeSpan.Zero && IdleTimeout > 2 * KeepAliveInterval,
            "IdleTimeout is more than twice KeepAliveInterval.");
        RequirePeers(Peers);
    }

    /// <exception cref="ArgumentException">There are too many, or two share a number or a key.</exception>
    internal static void RequirePeers(IReadOnlyList<PeerAddress> peers)
    {
        Require(peers.All(peer => peer.Number is >= 0 and < MaximumPeers), "A peer's number is 0 to 127.");
        Require(peers.DistinctBy(peer => peer.Number).Count() == peers.Count, "Each peer has a number of its own.");
        Digest[] pins = [.. peers.SelectMany(peer => peer.Pins)];
        Require(pins.Distinct().Count() == pins.Length, "Each peer has keys of its own.");
    }

    private static void Require(bool holds, string rule)
    {
        if (!holds)
        {
            throw new ArgumentException(rule);
        }
    }
}
