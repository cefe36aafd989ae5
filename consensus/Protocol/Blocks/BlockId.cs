using Ledger.Cryptography.Hashing;

namespace Ledger.Protocol.Blocks;

/// <summary>The two digests of one header's bytes. The SHA-256 digest is the block's hash; votes sign both (N0).</summary>
public readonly record struct BlockId(Digest Sha256, Digest Sm3)
{
    public override string ToString() => Sha256.Short;
}
