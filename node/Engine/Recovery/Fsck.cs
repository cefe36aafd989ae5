using Ledger.Cryptography.Hashing;
using Ledger.Cryptography.Signatures;
using Ledger.Engine.Batching;
using Ledger.Engine.Execution;
using Ledger.Engine.Snapshots;
using Ledger.Protocol.Blocks;
using Ledger.Protocol.Merkle;
using Ledger.Protocol.Numbers;
using Ledger.Protocol.Transactions;
using Ledger.Protocol.Validators;
using Ledger.Storage.State;

namespace Ledger.Engine.Recovery;

/// <summary>Recomputes everything from genesis and the block log, and says what the stores hold differently. Writes nothing.</summary>
/// <remarks>
/// Memory: the state, and one block at a time. The state store is compared at its own height. Where bodies are not kept, blocks are checked
/// by their certificates and roots, and executing begins at the state store's height.
/// </remarks>
public sealed class Fsck
{
    /// <summary>One leaf in this many is looked up in the index.</summary>
    public const int IndexSample = 97;

    private readonly LedgerStores _stores;
    private readonly Genesis _genesis;
    private readonly SignatureSuites _suites;
    private readonly Chain _chain;
    private readonly MemoryStateStore _fresh;
    private readonly ProtocolVersions _supported;
    private readonly Height _executedFrom;
    private readonly Ledger.Cryptography.Hashing.Digest _origin;
    private readonly OverlayBook _overlays;
    private readonly Adoption _adoption;
    private readonly BlockRules _rules;
    private readonly BatchSource _batches;
    private readonly FreshAnchors _anchors;
    private readonly List<FsckFinding> _findings = [];

    public Fsck(LedgerStores stores, Genesis genesis, SignatureSuites suites, ProtocolVersions? supported = null)
    {
        _supported = supported ?? ProtocolVersions.OfThisProgram;
        _stores = stores;
        _genesis = genesis;
        _suites = suites;
        _chain = new Chain(stores.Blocks, stores.Certificates);
        IssuerRegistry issuers = new(genesis);
        ReplayWindow window = new();
        Executor executor = new(genesis, window, suites);
        GenesisState origin = GenesisState.Of(genesis, executor);
        _origin = origin.Block.Hash;
        Overlay start = HasBodies || LacksState
            ? origin.Overlay
            : StateRecovery.Stored(stores, genesis, window, new Height(stores.State.Height));
        _executedFrom = start.State.Block.Height;
        _fresh = new MemoryStateStore(_executedFrom.Value);
        _overlays = new OverlayBook(start);
        _rules = new BlockRules(genesis, executor);
        _batches = new BatchSource(new BatchPool(new EngineOptions()), stores.Batches, issuers, suites);
        _anchors = new FreshAnchors(stores.Anchors, stores.Index);
        issuers.Take(start.State.Governance.Issuers);
        _adoption = new Adoption(_fresh, _anchors, _overlays, window, issuers);
        _anchors.Append(start);
    }

    /// <summary>Checks every block; <paramref name="progress"/> hears each height done.</summary>
    public FsckReport Run(Action<Height> progress)
    {
        if (LacksState)
        {
            Find("state store", new Height(_stores.State.Height), "the state is not here, and bodies to make it from are not kept: "
                + "`ledger run` takes it over from the peers");
            return Report();
        }

        CompareState();
        Height covered = HasBodies
            ? Height.Genesis
            : new RecordCheck(_stores, _genesis, _suites, _anchors, Find).Run(_origin, _executedFrom, progress);
        for (Height at = _executedFrom.Next; at <= _chain.Head; at = at.Next)
        {
            BlockRecord record = _chain.Read(at);
            UnsupportedProtocolException.ThrowUnless(_supported, _overlays.Committed.State.NextEpoch);
            covered = CheckCertificate(record) ? at : covered;
            if (!CheckExecution(record))
            {
                break;
            }

            CompareState();
            progress(at);
        }

        if (covered < _chain.Head)
        {
            Find("block log", covered.Next, "no certificate covers the blocks from here to the head");
        }

        _findings.AddRange(_anchors.Findings);
        return Report();
    }

    private FsckReport Report()
        => new(_chain.Head, _overlays.Committed.State.Log.Size, _overlays.Committed.State.Map.Root, _findings);

    private bool HasBodies => _stores.Blocks.Horizon == 0;

    /// <summary>A snapshot is being taken over, or has to be.</summary>
    private bool LacksState => SnapshotWriter.IsNeeded(_stores);

    private bool CheckCertificate(BlockRecord record)
    {
        if (record.Certificate is not { } certificate)
        {
            return false;
        }

        bool good = RecordCheck.IsFinalBy(certificate, record, _overlays.Committed.State.NextEpoch, _suites);
        if (!good)
        {
            Find("block log", record.Block.Height, "the commit certificate is not a jurisdiction quorum over this header");
        }

        return good;
    }

    private bool CheckExecution(BlockRecord record)
    {
        Block block = record.Block;
        CheckedBatch?[] bodies = [.. block.Batches.Select(_batches.Find)];
        if (Array.IndexOf(bodies, null) is var missing && missing >= 0)
        {
            Find("batch log", block.Height, $"batch {block.Batches[missing]} is missing or damaged");
            return false;
        }

        if (block.Parent != _overlays.Committed.State.Block.Hash
            || _rules.TryExecute(_overlays.Committed, block, [.. bodies.OfType<CheckedBatch>()]) is not { } executed)
        {
            Find("block log", block.Height, "executing the block does not give its header");
            return false;
        }

        if (!executed.Outcomes.SequenceEqual(record.Outcomes))
        {
            Find("block log", block.Height, "the stored outcomes are not those of executing the block");
        }

        _overlays.Add(executed);
        _adoption.Derive(_overlays.Commit(block.Hash));
        _batches.Release();
        return true;
    }

    private void CompareState()
    {
        Height height = _overlays.Committed.State.Block.Height;
        if (HasBodies && height.Value == _stores.State.Height && _stores.State.ContentDigest() != _fresh.ContentDigest())
        {
            Find("state store", height, "its content is not what the block log gives");
        }
    }

    private void Find(string store, Height height, string what) => _findings.Add(new FsckFinding(store, height, what));
}
