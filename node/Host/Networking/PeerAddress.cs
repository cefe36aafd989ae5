using Ledger.Cryptography.Hashing;

namespace Ledger.Node.Networking;

/// <summary>Where a peer listens and the keys it may show there.</summary>
/// <param name="Number">By which this node alone knows the peer, 0 to 127: whoever stays a peer keeps it.</param>
/// <param name="Host">A name or an address literal.</param>
/// <param name="Port">A TCP port.</param>
/// <param name="Pin">SHA-256 of the SubjectPublicKeyInfo (<see cref="PeerCertificate"/>).</param>
public sealed record PeerAddress(int Number, string Host, int Port, Digest Pin)
{
    /// <summary>Pins of the same peer while it changes its key: the one it is to have, or had until lately.</summary>
    public IReadOnlyList<Digest> OtherPins { get; init; } = [];

    internal IEnumerable<Digest> Pins => [Pin, .. OtherPins];
}
