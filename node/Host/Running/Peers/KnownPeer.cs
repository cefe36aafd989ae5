using Ledger.Cryptography.Hashing;
using Ledger.Node.Configuration;

namespace Ledger.Node.Running;

/// <summary>A node that this one is connected with.</summary>
/// <param name="Number">By which this node alone knows it, for as long as it stays a peer.</param>
/// <param name="Name">As a validator set or the configuration calls it; for people.</param>
/// <param name="Pins">Keys it may show: the first is the one in force, or was.</param>
public sealed record KnownPeer(int Number, string Name, HostPort Address, IReadOnlyList<Digest> Pins);
