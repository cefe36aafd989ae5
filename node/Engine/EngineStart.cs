using Ledger.Consensus;
using Ledger.Cryptography.Signatures;
using Ledger.Engine.Admission;
using Ledger.Engine.Batching;
using Ledger.Engine.Execution;
using Ledger.Engine.Proposing;
using Ledger.Engine.Receipts;
using Ledger.Engine.Recorder;
using Ledger.Engine.Recovery;
using Ledger.Engine.Snapshots;
using Ledger.Protocol;
using Ledger.Protocol.Blocks;
using Ledger.Protocol.Numbers;
using Ledger.Protocol.Validators;
using Ledger.Storage.Journal;

namespace Ledger.Engine;

/// <summary>Brings an engine up: promises from the journal, state from checkpoint and block log, then the replica on top.</summary>
public static class EngineStart
{
    public static LedgerEngine Start(EngineSetup setup)
    {
        (Journal journal, DurableState durable) = OpenJournal(setup);
        StateRecovery.CutUncertifiedTail(setup.Stores);
        (EngineParts parts, ChainHead head) = Prepare(setup, journal, durable);
        bool restores = SnapshotWriter.IsNeeded(setup.Stores);
        return new LedgerEngine(parts, setup, head, restores ? new SnapshotSync(setup, parts.Origin) : null);
    }

    /// <summary>Wires the stations over the stores as they are; over the last whole state while a snapshot has to be taken over.</summary>
    internal static (EngineParts Parts, ChainHead Head) Prepare(EngineSetup setup, Journal journal, DurableState durable)
    {
        Genesis genesis = setup.Genesis;
        LedgerStores stores = setup.Stores;
        IssuerRegistry issuers = setup.Issuers;
        ReplayWindow window = new();
        Executor executor = new(genesis, window, setup.Suites);
        GenesisState origin = GenesisState.Of(genesis, executor);
        bool isWhole = !SnapshotWriter.IsNeeded(stores);
        if (isWhole)
        {
            StateRecovery.Reconcile(stores);
            isWhole = !SnapshotWriter.IsNeeded(stores); // it took back a state that cannot be replayed
        }

        OverlayBook overlays = new(isWhole
            ? StateRecovery.LoadCheckpoint(stores, origin, genesis, window)
            : LastWhole(stores, origin, genesis, window));
        issuers.Take(overlays.Committed.State.Governance.Issuers);
        BlockRules rules = new(genesis, executor);
        BatchPool batches = new(setup.Options, setup.Genesis.Validators.Faults + 1);
        BatchSource source = new(batches, stores.Batches, issuers, setup.Suites);
        Adoption adoption = new(stores.State, new AnchorWriter(stores.Anchors), overlays, window, issuers);
        if (isWhole)
        {
            StateRecovery.Replay(stores, overlays, adoption, rules, source, setup.Versions);
        }

        Chain chain = new(stores.Blocks, stores.Certificates);
        TransactionPool pool = new(setup.Options);
        ReceiptService receipts = new(stores, chain, genesis, origin.Block);
        EngineParts parts = new(
            genesis,
            stores,
            chain,
            journal,
            overlays,
            rules,
            new BlockChecker(rules, overlays, source),
            new BlockKeeper(stores, adoption, setup.Options),
            pool,
            batches,
            source,
            new AdmissionControl(genesis, pool, batches, stores.State, setup.Suites),
            new BlockBuilder(setup.Options, batches, overlays, rules),
            receipts,
            new SnapshotServer(stores, chain, receipts),
            origin.Block.Hash,
            durable);
        return (parts, HeadAt(chain, overlays.Committed.State.Block.Height, origin));
    }

    /// <summary>What a node that has to take over a snapshot knew last: of no use but to know its peers by.</summary>
    private static Overlay LastWhole(LedgerStores stores, GenesisState origin, Genesis genesis, ReplayWindow window)
        => SnapshotWriter.StandingAt(stores) is var height && (height == Height.Genesis || height.Value > stores.Blocks.Head)
            ? origin.Overlay // or its block was cut from a damaged log
            : StateRecovery.Stored(stores, genesis, window, height);

    /// <summary>The journal's snapshot lets go of committed blocks, so the block log is flushed before it is taken (N3, N5).</summary>
    private static (Journal Journal, DurableState Durable) OpenJournal(EngineSetup setup)
    {
        DurableState? durable = null;
        JournalIdentity owner = EngineSetup.JournalOwner(setup.Genesis.ChainId, setup.Name);
        Journal journal = Journal.Open(setup.JournalDirectory, owner, Snapshot, setup.Journal);
        durable = new DurableState(journal.Incarnation);
        foreach (byte[] record in journal.Recovered)
        {
            bool applied = durable.TryApplyRecord(record);
            Invariant.Holds(applied, "a journal record that passed its checksum decodes");
        }

        return (journal, durable);

        byte[] Snapshot()
        {
            setup.Stores.Blocks.Flush();
            durable!.Release(new Height(setup.Stores.Blocks.Head));
            return durable.Encode();
        }
    }

    private static ChainHead HeadAt(Chain chain, Height height, GenesisState origin)
    {
        if (height == Height.Genesis)
        {
            return new ChainHead(Height.Genesis, origin.Block.Id, null);
        }

        BlockRecord head = chain.Read(height);
        return new ChainHead(head.Block.Height, head.Block.Id, head.Certificate);
    }
}
