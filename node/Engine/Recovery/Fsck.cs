using Ledger.Cryptography.Hashing;
using Ledger.Cryptography.Signatures;
using Ledger.Engine.Batching;
using Ledger.Engine.Execution;
using Ledger.Protocol.Blocks;
using Ledger.Protocol.Merkle;
using Ledger.Protocol.Numbers;
using Ledger.Protocol.Transactions;
using Ledger.Protocol.Validators;
using Ledger.Storage.State;

namespace Ledger.Engine.Recovery;

/// <summary>Recomputes everything from genesis and the block log, and says what the stores hold differently. Writes nothing.</summary>
/// <remarks>Memory: the state, and one block at a time. The state store is compared at its own height.</remarks>
public sealed class Fsck
{
    /// <summary>One leaf in this many is looked up in the index.</summary>
    public const int IndexSample = 97;

    private readonly LedgerStores _stores;
    private readonly Genesis _genesis;
    private readonly SignatureSuites _suites;
    private readonly Chain _chain;
    private readonly MemoryStateStore _fresh = new();
    private readonly OverlayBook _overlays;
    private readonly Adoption _adoption;
    private readonly BlockRules _rules;
    private readonly BatchSource _batches;
    private readonly FreshAnchors _anchors;
    private readonly List<FsckFinding> _findings = [];

    public Fsck(LedgerStores stores, Genesis genesis, SignatureSuites suites)
    {
        _stores = stores;
        _genesis = genesis;
        _suites = suites;
        _chain = new Chain(stores.Blocks, stores.Certificates);
        IssuerRegistry issuers = new(genesis.Issuers);
        ReplayWindow window = new();
        Executor executor = new(genesis, issuers, window, suites);
        GenesisState origin = GenesisState.Of(genesis, executor);
        _overlays = new OverlayBook(origin.Overlay);
        _rules = new BlockRules(genesis, executor, _fresh);
        _batches = new BatchSource(new BatchPool(new EngineOptions()), stores.Batches, issuers, suites);
        _anchors = new FreshAnchors(stores.Anchors, stores.Index);
        _adoption = new Adoption(_fresh, _anchors, _overlays, window);
        _anchors.Append(origin.Overlay);
    }

    /// <summary>Checks every block; <paramref name="progress"/> hears each height done.</summary>
    public FsckReport Run(Action<Height> progress)
    {
        CompareState();
        Height covered = Height.Genesis;
        for (Height at = new(1); at <= _chain.Head; at = at.Next)
        {
            BlockRecord record = _chain.Read(at);
            UnsupportedProtocolException.ThrowUnless(ProtocolVersions.OfThisProgram, _overlays.Committed.State.NextEpoch);
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
        return new FsckReport(_chain.Head, _overlays.Committed.State.Log.Size, _overlays.Committed.State.Map.Root, _findings);
    }

    private bool CheckCertificate(BlockRecord record)
    {
        if (record.Certificate is not { } certificate)
        {
            return false;
        }

        bool good = certificate.IsCommit && certificate.Block == record.Block.Id
            && certificate.Height == record.Block.Height
            && certificate.IsValid(_overlays.Committed.State.NextEpoch, _suites);
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
        if (height.Value == _stores.State.Height && _stores.State.ContentDigest() != _fresh.ContentDigest())
        {
            Find("state store", height, "its content is not what the block log gives");
        }
    }

    private void Find(string store, Height height, string what) => _findings.Add(new FsckFinding(store, height, what));
}
