using Ledger.Cryptography.Hashing;
using Ledger.Protocol.Merkle;

namespace Ledger.Client.Fields;

/// <summary>A field that is shown, with the path from its leaf to the root.</summary>
/// <param name="Index">The leaf's place in the tree.</param>
/// <param name="Siblings">From the leaf up; their number gives the tree's size.</param>
public sealed record DisclosedField(SaltedField Field, int Index, IReadOnlyList<Digest> Siblings)
{
    public Digest Root()
        => Sha256Path.RootFrom(Field.LeafHash(), (ulong)Index, 1UL << Siblings.Count, [.. Siblings]);
}
