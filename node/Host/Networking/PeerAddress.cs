using Ledger.Cryptography.Hashing;

namespace Ledger.Node.Networking;

/// <summary>Where a peer listens and the key it must show there.</summary>
/// <param name="Index">The peer's index in the validator set.</param>
/// <param name="Host">A name or an address literal.</param>
/// <param name="Port">A TCP port.</param>
/// <param name="Pin">SHA-256 of the SubjectPublicKeyInfo (<see cref="PeerCertificate"/>).</param>
public sealed record PeerAddress(int Index, string Host, int Port, Digest Pin);
