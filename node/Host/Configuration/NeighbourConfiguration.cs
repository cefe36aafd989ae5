using Ledger.Cryptography.Hashing;

namespace Ledger.Node.Configuration;

/// <summary>A node outside the validator set that this one is connected with: one of them follows the chain from the other.</summary>
/// <param name="Address">Where it listens.</param>
/// <param name="TlsPin">SHA-256 of the SubjectPublicKeyInfo of its TLS certificate, 64 hex digits: its identity.</param>
public sealed record NeighbourConfiguration(HostPort Address, Digest TlsPin);
