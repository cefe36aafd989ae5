using Ledger.Cryptography.Hashing;
using Ledger.Engine.Execution;
using Ledger.Protocol.Blocks;
using Ledger.Protocol.Numbers;
using Ledger.Protocol.Transactions;
using Ledger.Protocol.Validators;
using Ledger.Storage.State;
using Ledger.Tests.Unit.Consensus;

namespace Ledger.Tests.Unit.Engine;

/// <summary>Execution without consensus: blocks are built, executed and committed by hand.</summary>
internal sealed class Workbench
{
    public Workbench(ChainParameters? parameters = null)
    {
        Committee = new Committee(4, parameters);
        Issuers = new IssuerRegistry(Genesis);
        Executor = new Executor(Genesis, Window, Committee.Suites);
        Origin = GenesisState.Of(Genesis, Executor).Overlay;
        Overlays = new OverlayBook(Origin);
        Rules = new BlockRules(Genesis, Executor);
        Adoption = new Adoption(Store, new NoAnchors(), Overlays, Window, Issuers);
    }

    public Committee Committee { get; }

    public Genesis Genesis => Committee.Genesis;

    public IssuerRegistry Issuers { get; }

    public ReplayWindow Window { get; } = new();

    public MemoryStateStore Store { get; } = new();

    public Executor Executor { get; }

    public Overlay Origin { get; }

    public OverlayBook Overlays { get; }

    public BlockRules Rules { get; }

    public Adoption Adoption { get; }

    /// <summary>An anchor list of one leaf that its number tells from others.</summary>
    public CheckedTransaction Anchor(
        int number, ulong validUntil = 50, uint issuer = 0, Digest? chain = null, bool forged = false)
    {
        AnchorTerms terms = new(CommitmentScheme.SaltedFile, 7, 0, 0);
        byte[] commitment = Sha256.Hash([(byte)number, (byte)(number >> 8)]).ToArray();
        Transaction transaction = AnchorTransaction.List(
            chain ?? Genesis.ChainId, new Height(validUntil), issuer, terms, commitment);
        ToySigner key = Committee.IssuerKey(forged ? issuer + 50 : issuer);
        return CheckedTransaction.Check(
            SignedTransaction.Sign(transaction, key), Issuers.Find(issuer), Committee.Suites);
    }

    public static CheckedBatch Batch(params CheckedTransaction[] transactions) => BatchBy(0, transactions);

    public static CheckedBatch BatchBy(int origin, params CheckedTransaction[] transactions)
        => new(Ledger.Protocol.Blocks.Batch.Of(Committee.At(origin), [.. transactions.Select(t => t.Signed)]), transactions);

    /// <summary>The block these batches make on a parent, one second after it.</summary>
    public (Block Block, Overlay Overlay) Build(Overlay parent, params CheckedBatch[] batches)
        => Rules.Build(parent, parent.State.TimeMs + 1_000, batches);

    public Overlay Extend(Overlay parent, params CheckedBatch[] batches) => Build(parent, batches).Overlay;

    public Overlay Commit(Overlay overlay)
    {
        Overlays.Add(overlay);
        Overlay committed = Overlays.Commit(overlay.State.Block.Hash);
        Adoption.Derive(committed);
        return committed;
    }

    public bool InWindow(Overlay overlay, CheckedTransaction transaction)
        => overlay.State.Map.Find(SparseMerkleMap.PathOf(StateKeys.Window(transaction.Transaction.Id))) is not null;

    private sealed class NoAnchors : IAnchorSink
    {
        public void Append(Overlay overlay)
        {
        }
    }
}
