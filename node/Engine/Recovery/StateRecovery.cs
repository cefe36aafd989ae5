using Ledger.Consensus;
using Ledger.Cryptography.Hashing;
using Ledger.Engine.Batching;
using Ledger.Engine.Execution;
using Ledger.Engine.Execution.Governance;
using Ledger.Protocol;
using Ledger.Protocol.Blocks;
using Ledger.Protocol.Encoding;
using Ledger.Protocol.Governance;
using Ledger.Protocol.Merkle;
using Ledger.Protocol.Numbers;
using Ledger.Protocol.Transactions;
using Ledger.Protocol.Validators;
using Ledger.Storage.State;

namespace Ledger.Engine.Recovery;

/// <summary>Finds the state again after a stop at any point: the newest checkpoint, then replay of the block log above it.</summary>
/// <remarks>PROTOCOL.md section 5. The same code runs in the simulator over devices that drop and tear unflushed writes.</remarks>
public static class StateRecovery
{
    /// <summary>Cuts blocks after the last one that has a certificate: they are found again through consensus.</summary>
    public static void CutUncertifiedTail(LedgerStores stores)
    {
        Chain chain = new(stores.Blocks, stores.Certificates);
        Height height = chain.Head;
        while (height > Height.Genesis && chain.Read(height).Certificate is null)
        {
            height = new Height(height.Value - 1);
        }

        stores.Blocks.TruncateTo(height.Value);
    }

    /// <summary>
    /// What is derived never stands above what it is derived from: a state above the block log, or anchors that were
    /// emptied below it, take the state back, and replay brings it up again.
    /// </summary>
    public static void Reconcile(LedgerStores stores)
    {
        stores.State.Rewind(stores.Blocks.Head);
        ulong head = stores.State.Height;
        if (head > 0 && stores.Anchors.Size < new Chain(stores.Blocks, stores.Certificates).Read(new Height(head)).Block.Header.LogSize)
        {
            stores.State.Rewind(0);
        }
    }

    /// <summary>The committed state at the store's checkpoint, or genesis when there is none.</summary>
    public static Overlay LoadCheckpoint(LedgerStores stores, GenesisState genesis, Genesis definition, ReplayWindow window)
    {
        Height checkpoint = new(stores.State.Height);
        if (checkpoint == Height.Genesis)
        {
            stores.Anchors.TruncateTo(0);
            stores.Anchors.Append(genesis.Overlay.Leaves.Span);
            return genesis.Overlay;
        }

        Overlay stored = Stored(stores, definition, window, checkpoint);
        Invariant.Holds(stores.Anchors.Size >= stored.State.Log.Size, "the anchor log is flushed before a state checkpoint");
        stores.Anchors.TruncateTo(stored.State.Log.Size);
        return stored;
    }

    /// <summary>The whole state that the store has, which is not genesis; nothing is changed.</summary>
    public static Overlay Stored(LedgerStores stores, Genesis definition, ReplayWindow window, Height checkpoint)
    {
        Invariant.Holds(checkpoint.Value <= stores.Blocks.Head, "the block log is flushed before a state checkpoint");
        bool found = stores.State.TryGet(StateKeys.Head, out byte[] head);
        Invariant.Holds(found, "a state checkpoint has a head");
        GovernanceState governance = GovernanceOf(stores.State, definition);
        LedgerState state = Decode(head, checkpoint, MapOf(stores.State, governance.Issuers, window), governance);
        BlockHeader header = new Chain(stores.Blocks, stores.Certificates).Read(checkpoint).Block.Header;
        Invariant.Holds(
            state.Map.Root == header.StateRoot && state.Log.Size == header.LogSize,
            $"the state checkpoint of height {checkpoint} gives the roots of its block");
        return new Overlay { State = state };
    }

    /// <summary>Executes and derives every block above the committed overlay; each must give its own header again.</summary>
    /// <exception cref="UnsupportedProtocolException">A block is of a protocol version that this program does not have.</exception>
    public static void Replay(
        LedgerStores stores, OverlayBook overlays, Adoption adoption, BlockRules rules, BatchSource batches, ProtocolVersions supported)
    {
        Chain chain = new(stores.Blocks, stores.Certificates);
        for (Height at = overlays.Committed.State.Block.Height.Next; at <= chain.Head; at = at.Next)
        {
            UnsupportedProtocolException.ThrowUnless(supported, overlays.Committed.State.NextEpoch);
            Block block = chain.Read(at).Block;
            CheckedBatch[] bodies = [.. block.Batches.Select(d => batches.Find(d) ?? throw stores.Blocks.Lacks(at.Value, d))];
            Overlay? executed = rules.TryExecute(overlays.Committed, block, bodies);
            Invariant.Holds(executed is not null, $"block {at} of the block log executes to its header again");
            overlays.Add(executed);
            adoption.Derive(overlays.Commit(block.Hash));
            batches.Release();
        }
    }

    private static SparseMerkleMap MapOf(IStateStore store, IssuerBook issuers, ReplayWindow window)
    {
        List<MapChange> entries = [.. issuers.Entries.Select(e => MapChange.Set(StateKeys.Issuer(e.Record.Index), e.Encode()))];
        store.Scan([], (key, value) =>
        {
            if (key[0] < StateKeys.FirstDerived)
            {
                entries.Add(MapChange.Set(key.ToArray(), value.ToArray()));
            }

            if (key[0] is StateKeys.WindowSpace or StateKeys.BatchSpace)
            {
                window.Enter(new WindowEntry(key[0], new Digest(key[1..]), StateKeys.HeightOf(value)));
            }
        });
        return SparseMerkleMap.Empty.Apply(entries);
    }

    private static GovernanceState GovernanceOf(IStateStore store, Genesis definition)
    {
        if (!store.TryGet(StateKeys.Governance, out byte[] bytes))
        {
            return GovernanceState.Of(definition);
        }

        DecodeFault fault = GovernanceState.TryDecode(bytes, out GovernanceState? governance);
        Invariant.Holds(governance is not null, $"a state checkpoint's governance decodes ({fault})");
        return governance with { Issuers = IssuersOf(store, definition) };
    }

    private static IssuerBook IssuersOf(IStateStore store, Genesis definition)
    {
        List<IssuerEntry> decided = [];
        store.Scan([StateKeys.IssuerSpace], (_, value) =>
        {
            DecodeFault fault = IssuerEntry.TryDecode(value, out IssuerEntry? entry);
            Invariant.Holds(entry is not null, $"a state checkpoint's issuer decodes ({fault})");
            decided.Add(entry);
        });
        return IssuerBook.Of(definition, decided);
    }

    private static LedgerState Decode(byte[] head, Height height, SparseMerkleMap map, GovernanceState governance)
    {
        WireReader reader = new(head);
        Digest hash = reader.Digest();
        ulong timeMs = reader.U64();
        bool whole = AnchorFrontier.TryDecode(reader.Take(reader.Remaining), out AnchorFrontier? log);
        Invariant.Holds(whole && log is not null, "a state checkpoint's head decodes");
        return new LedgerState(new BlockRef(height, hash), timeMs, log, map, governance);
    }
}
