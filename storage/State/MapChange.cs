using Ledger.Cryptography.Hashing;

namespace Ledger.Storage.State;

/// <summary>Sets the value hash at a path, or removes it when null.</summary>
/// <param name="Entry">What stands behind the two hashes; null where nobody will ask for it.</param>
public readonly record struct MapChange(Digest Path, Digest? ValueHash, MapEntry? Entry = null)
{
    /// <summary>Sets a key, and keeps key and value themselves, so that a snapshot can be served from the map alone.</summary>
    public static MapChange Set(byte[] key, byte[] value)
        => new(SparseMerkleMap.PathOf(key), Sha256.Hash(value), new MapEntry(key, value));

    public static MapChange Remove(byte[] key) => new(SparseMerkleMap.PathOf(key), null);
}
