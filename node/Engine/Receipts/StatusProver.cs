using Ledger.Cryptography.Hashing;
using Ledger.Engine.Execution;
using Ledger.Protocol.Merkle;
using Ledger.Protocol.Receipts;
using Ledger.Protocol.Statuses;
using Ledger.Storage.State;

namespace Ledger.Engine.Receipts;

/// <summary>Proves to strangers what an issuer says of a commitment (A1), by the state of the head.</summary>
public static class StatusProver
{
    /// <summary>Null while no block is committed: block 0 has no certificate.</summary>
    public static StatusProof? Prove(LedgerState state, Chain chain, uint issuer, Digest commitment)
    {
        if (state.Block.Height.Value == 0 || chain.Read(state.Block.Height) is not { Certificate: { } certificate } head)
        {
            return null;
        }

        Digest path = SparseMerkleMap.PathOf(StateKeys.Status(issuer, commitment));
        StatusEntry? entry = StatusBook.Find(state.Map, issuer, commitment);
        (IReadOnlyList<Digest> siblings, MapLeaf? end) = state.Map.ProveEnd(path);
        MapLeaf? neighbour = entry is null ? end : null;
        return new StatusProof(head.Block.Header, certificate, issuer, commitment, entry, neighbour, new MapProof(siblings));
    }
}
