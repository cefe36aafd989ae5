using Ledger.Engine.Execution;
using Ledger.Protocol;
using Ledger.Protocol.Merkle;
using Ledger.Protocol.Receipts;
using Ledger.Protocol.Transactions;
using Ledger.Storage.State;

namespace Ledger.Engine.Receipts;

/// <summary>Proves to strangers which issuers were decided since the genesis (E6), by the state of the head.</summary>
public static class IssuerProver
{
    /// <summary>The first <see cref="ProvenIssuers.MaximumEntries"/> from an index on; null for none, or without a certificate.</summary>
    public static ProvenIssuers? Prove(LedgerState state, Chain chain, uint from)
    {
        IssuerEntry[] entries =
        [
            .. state.Governance.Issuers.Entries.Where(e => !e.IsOfGenesis && e.Record.Index >= from)
                .Take(ProvenIssuers.MaximumEntries),
        ];
        return entries.Length == 0 || chain.Read(state.Block.Height) is not { Certificate: { } certificate } head
            ? null
            : new ProvenIssuers(head.Block.Header, certificate, [.. entries.Select(e => Prove(state.Map, e))]);
    }

    private static ProvenIssuer Prove(SparseMerkleMap map, IssuerEntry entry)
    {
        IReadOnlyList<Cryptography.Hashing.Digest>? siblings =
            map.Prove(SparseMerkleMap.PathOf(StateKeys.Issuer(entry.Record.Index)));
        Invariant.Holds(siblings is not null, "an issuer of the state is in the state's map");
        return new ProvenIssuer(entry, new MapProof(siblings));
    }
}
