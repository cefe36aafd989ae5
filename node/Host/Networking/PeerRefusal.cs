namespace Ledger.Node.Networking;

/// <summary>Everything a connection can be refused for, on either side of it.</summary>
/// <remarks>The numbers are on the wire (the acceptor's status byte) and frozen.</remarks>
public enum PeerRefusal : byte
{
    None = 0,

    /// <summary>Between accept and hello stood as many callers as allowed, and this oldest one made room.</summary>
    TooManyConnections = 1,

    /// <summary>TLS and hello did not finish within <see cref="PeerTransportOptions.HandshakeTimeout"/>.</summary>
    HandshakeTimeout = 2,

    /// <summary>The bytes were no TLS 1.3 handshake, or the other side broke it off.</summary>
    TlsFailed = 3,

    /// <summary>The caller showed no certificate.</summary>
    NoCertificate = 4,

    /// <summary>The certificate's key is no peer's.</summary>
    UnknownCertificate = 5,

    /// <summary>Another peer's key was shown where this one was dialled.</summary>
    WrongPeer = 6,

    /// <summary>The caller left between TLS and a whole hello.</summary>
    NoHello = 7,

    /// <summary>The hello does not begin with the protocol's magic.</summary>
    BadMagic = 8,

    /// <summary>The hello speaks another version of the protocol.</summary>
    UnsupportedVersion = 9,

    /// <summary>The hello has the wrong length.</summary>
    MalformedHello = 10,

    /// <summary>The hello names another chain.</summary>
    ForeignChain = 11,

    /// <summary>The hello names no lane.</summary>
    UnknownLane = 12,

    /// <summary>A frame longer than its lane allows was announced; not one byte of it was read.</summary>
    FrameTooLong = 13,

    /// <summary>Not even a keep-alive came within <see cref="PeerTransportOptions.IdleTimeout"/>.</summary>
    Silent = 14,

    /// <summary>More calls came from one address in a second than are answered.</summary>
    CallsTooOften = 15,
}
