using Ledger.Cryptography.Hashing;

namespace Ledger.Storage.State;

/// <summary>Sets the value hash at a path, or removes it when null.</summary>
public readonly record struct MapChange(Digest Path, Digest? ValueHash);
