using Ledger.Cryptography.Hashing;
using Ledger.Protocol.Numbers;

namespace Ledger.Consensus;

/// <summary>A block by height and hash.</summary>
public readonly record struct BlockRef(Height Height, Digest Hash)
{
    public override string ToString() => $"h{Height} {Hash.Short}";
}
