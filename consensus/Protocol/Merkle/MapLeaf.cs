using Ledger.Cryptography.Hashing;
using Ledger.Protocol.Encoding;

namespace Ledger.Protocol.Merkle;

/// <summary>A lone entry of a map by its hashes alone: what stands where a key would, and so shows that the key is not there.</summary>
/// <remarks>Wire: path 32, value hash 32.</remarks>
public sealed record MapLeaf(Digest Path, Digest ValueHash)
{
    public Digest Hash => MapHash.Leaf(Path, ValueHash);

    public void Write(WireWriter writer) => writer.Digest(Path).Digest(ValueHash);

    public static MapLeaf Read(ref WireReader reader) => new(reader.Digest(), reader.Digest());
}
