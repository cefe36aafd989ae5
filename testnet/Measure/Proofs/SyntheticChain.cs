using System.Diagnostics;
using Ledger.Consensus;
using Ledger.Cryptography.Hashing;
using Ledger.Cryptography.Signatures;
using Ledger.Engine;
using Ledger.Engine.Execution;
using Ledger.Engine.Receipts;
using Ledger.Engine.Recovery;
using Ledger.Node.Running;
using Ledger.Protocol.Blocks;
using Ledger.Protocol.Numbers;
using Ledger.Protocol.Receipts;
using Ledger.Protocol.Transactions;
using Ledger.Protocol.Validators;
using Ledger.Storage.State;

namespace Ledger.Testnet.Measure.Proofs;

/// <summary>A validator's data directory that is filled without consensus: all else is what a node does with a committed block.</summary>
/// <remarks>
/// Each block has one transaction of at most <see cref="LeavesPerBlock"/> commitments, signed by the issuer; it is executed, certified
/// by three of four validators, written to the block log, and its leaves and tiles to the anchor store, by the engine's own parts. Of a
/// node it lacks the votes and the index of commitments, which stands beside the path of a receipt.
/// </remarks>
public sealed class SyntheticChain : IDisposable
{
    public const int LeavesPerBlock = 4_096;

    private const ulong BlockMs = 1_000;

    private static readonly AnchorTerms Terms = new(CommitmentScheme.SaltedFile, DocumentType: 1, 0, 0);

    private readonly SeededConsortium _consortium;
    private readonly SyntheticDocuments _documents;
    private readonly IssuerRegistry _issuers;
    private readonly Executor _executor;
    private readonly OverlayBook _overlays;
    private readonly BlockRules _rules;
    private readonly BlockKeeper _keeper;
    private readonly List<Digest> _transactions = [];

    /// <param name="folder">A data directory to be made; it must be empty or not there.</param>
    public SyntheticChain(string folder, SeededConsortium consortium, SyntheticDocuments documents)
    {
        (_consortium, _documents) = (consortium, documents);
        Genesis genesis = consortium.Genesis;
        NodeDirectory directory = new(folder, genesis, genesis.Validators.Validators[0].Name);
        directory.Create();
        Stores = directory.Open();
        _issuers = new IssuerRegistry(genesis);
        ReplayWindow window = new();
        _executor = new Executor(genesis, window, SignatureSuites.Production);
        GenesisState origin = GenesisState.Of(genesis, _executor);
        _overlays = new OverlayBook(StateRecovery.LoadCheckpoint(Stores, origin, genesis, window));
        _rules = new BlockRules(genesis, _executor);
        Adoption adoption = new(Stores.State, new AnchorWriter(Stores.Anchors), _overlays, window, _issuers);
        _keeper = new BlockKeeper(Stores, adoption, new EngineOptions());
        Chain = new Chain(Stores.Blocks, Stores.Certificates);
        Receipts = new ReceiptService(Stores, Chain, genesis, origin.Block);
    }

    public LedgerStores Stores { get; }

    public Chain Chain { get; }

    public ReceiptService Receipts { get; }

    public LedgerState State => _overlays.Committed.State;

    /// <summary>Leaves of the log, the genesis leaf among them.</summary>
    public ulong Size => State.Log.Size;

    /// <summary>Grows the log to a size.</summary>
    /// <returns>
    /// How long executing, hashing both trees, writing and the last flush took; making documents, transactions and certificates is not
    /// in it.
    /// </returns>
    public TimeSpan GrowTo(ulong size, CancellationToken cancellation)
    {
        Stopwatch watch = new();
        while (Size < size)
        {
            cancellation.ThrowIfCancellationRequested();
            CheckedBatch batch = Prepare((int)Math.Min(LeavesPerBlock, size - Size));
            watch.Start();
            (Block block, Overlay overlay) = _rules.Build(_overlays.Committed, State.TimeMs + BlockMs, [batch]);
            watch.Stop();
            CommittedBlock committed = new(block, _consortium.Certify(block.Header));
            watch.Start();
            _overlays.Add(overlay);
            _keeper.Keep(committed);
            _keeper.CheckpointIfDue();
            watch.Stop();
        }

        watch.Start();
        _keeper.Checkpoint();
        return watch.Elapsed;
    }

    /// <summary>Ends the chain with a block without leaves whose state has this map: entries in it came by no transaction.</summary>
    public LedgerState Seal(SparseMerkleMap map)
    {
        Overlay executed = _executor.Execute(_overlays.Committed, State.TimeMs + BlockMs, []);
        Overlay last = new() { State = executed.State with { Map = map } };
        Block block = new(_executor.HeaderOf(last, State.Block.Hash), []);
        BlockRecord record = new(block, [], _consortium.Certify(block.Header));
        Stores.Blocks.Append(block.Height.Value, record.Encode(), []);
        Stores.Blocks.Flush();
        return last.State with { Block = new BlockRef(block.Height, block.Hash) };
    }

    /// <summary>The receipt of a leaf but the first, as the node gives it to whoever knows the transaction.</summary>
    public Receipt MakeReceipt(ulong leaf)
    {
        (ulong block, ulong offset) = Math.DivRem(leaf - 1, LeavesPerBlock);
        TransactionLocator? place = Receipts.Locate(_transactions[(int)block]);
        return (place is { } found ? Receipts.Make(found, (uint)offset) : null)
            ?? throw new InvalidOperationException($"Leaf {leaf} has no receipt.");
    }

    public void Dispose() => Stores.Dispose();

    private CheckedBatch Prepare(int leaves)
    {
        byte[] commitments = _documents.CommitmentsOf(Size, leaves);
        Digest chainId = _consortium.Genesis.ChainId;
        Height validUntil = State.Block.Height + _consortium.Genesis.Parameters.MaximumValidityHeights;
        SignedTransaction signed = _consortium.Sign(AnchorTransaction.List(chainId, validUntil, 0, Terms, commitments));
        _transactions.Add(signed.Transaction.Id);
        Batch batch = Batch.Of(new ValidatorIndex(0), [signed]);
        return new CheckedBatch(batch, [_issuers.Check(signed, SignatureSuites.Production)]);
    }
}
