using System.Numerics;
using Ledger.Client.Logs;
using Ledger.Cryptography.Hashing;
using Ledger.Cryptography.Signatures;
using Ledger.Engine.Execution;
using Ledger.Engine.Receipts;
using Ledger.Protocol.Blocks;
using Ledger.Protocol.Checkpoints;
using Ledger.Protocol.Merkle;
using Ledger.Protocol.Receipts;

namespace Ledger.Testnet.Measure.Proofs;

/// <summary>A log of one size in the stores of a node, its statuses, its published checkpoints, and what its verifiers trust.</summary>
public sealed class ProofWorld : IDisposable
{
    private readonly SeededConsortium _consortium;

    private ProofWorld(SeededConsortium consortium, SyntheticDocuments documents, SyntheticChain chain, StatusMap statuses)
    {
        (_consortium, Documents, Chain, Statuses) = (consortium, documents, chain, statuses);
        State = chain.Seal(statuses.Map);
        Head = chain.Chain.Read(State.Block.Height).Block.Header;
        Prover = new AnchorProver(chain.Stores.Anchors);
        PublishedCheckpoint published = consortium.Publish(Head);
        Log = OpenLog(SuiteId.Ed25519, LogOrigin.Of(Head.ChainId), published.Sha256Note);
        Twin = OpenLog(SuiteId.Sm2, LogOrigin.TwinOf(Head.ChainId), published.Sm3Note);
    }

    public SyntheticDocuments Documents { get; }

    public SyntheticChain Chain { get; }

    public StatusMap Statuses { get; }

    /// <summary>After the last block, whose state has the statuses.</summary>
    public LedgerState State { get; }

    /// <summary>The last block's header: its tree has all leaves.</summary>
    public BlockHeader Head { get; }

    public ulong Size => Head.LogSize;

    public TwinDigest Root => new(Head.LogRoot, Head.LogRootSm3);

    /// <summary>Kept from proof to proof with the tiles it used last, as a node keeps its own.</summary>
    public AnchorProver Prover { get; }

    public EpochHistory History => _consortium.Genesis;

    public IReadOnlyList<CosigningSigners> Cosigners => _consortium.Cosigners;

    public string IssuerName => _consortium.Issuer.Name;

    /// <summary>The public log over SHA-256, read as <c>ledger log</c> reads one, believed by Ed25519.</summary>
    public (LogReader Reader, SeenCheckpoint Newest) Log { get; }

    /// <summary>The same over SM3, believed by SM2.</summary>
    public (LogReader Reader, SeenCheckpoint Newest) Twin { get; }

    /// <summary>
    /// A leaf whose receipt has the longest path: the last under the largest full subtree on the left, in the block that goes beyond it.
    /// </summary>
    public ulong DeepestLeaf => (BitOperations.RoundUpToPowerOf2(Size) / 2) - 1;

    /// <summary>Adds the statuses to a chain, ends it, and publishes its checkpoints; the chain is this world's from here on.</summary>
    public static ProofWorld Over(
        SyntheticChain chain, SeededConsortium consortium, SyntheticDocuments documents, int mostEntries, CancellationToken cancellation)
    {
        int entries = (int)Math.Min((ulong)mostEntries, chain.Size - 1);
        return new ProofWorld(consortium, documents, chain, StatusMap.Over(
            chain.State.Map, documents, entries, ProofsOptions.MapPatience, cancellation));
    }

    /// <summary>Any leaf that a transaction brought, each as likely.</summary>
    public ulong DrawLeaf(Random random) => (ulong)random.NextInt64(1, (long)Size);

    /// <summary>An earlier and a later size, any two.</summary>
    public (ulong Older, ulong Newer) DrawSizes(Random random)
    {
        ulong one = (ulong)random.NextInt64(1, (long)Size + 1);
        ulong other = (ulong)random.NextInt64(1, (long)Size);
        other += other >= one ? 1UL : 0; // another
        return (Math.Min(one, other), Math.Max(one, other));
    }

    /// <summary>What the issuer says of a commitment by the state of the last block, or that it says nothing.</summary>
    public StatusProof ProveStatus(Digest commitment)
        => StatusProver.Prove(State, Chain.Chain, 0, commitment)
            ?? throw new InvalidOperationException("The last block has no certificate.");

    public void Dispose() => Chain.Dispose();

    private (LogReader, SeenCheckpoint) OpenLog(SuiteId suite, string origin, SignedNote note)
    {
        LogTrust trust = new(RegionPolicy.Of(_consortium.Genesis.Configuration, suite), origin, SignatureSuites.Production);
        return (new LogReader(new StoreLog(Chain.Stores.Anchors, trust.Hash, Size, note), trust), trust.Believe(note, "bench"));
    }
}
