using Ledger.Cryptography.Hashing;
using Ledger.Engine;
using Ledger.Engine.Receipts;
using Ledger.Protocol.Numbers;
using Ledger.Protocol.Receipts;

namespace Ledger.Simulation.World;

/// <summary>What one running node answers to those who ask for receipts.</summary>
public sealed class NodeReceipts(LedgerEngine engine, LedgerStores stores)
{
    public Chain Chain => engine.Chain;

    /// <summary>Transactions that clients may take receipts of, since they were last handed out.</summary>
    public List<Digest> News { get; } = [];

    /// <summary>The bytes of a committed block's batch as the node's disk has them.</summary>
    public byte[] ReadBatch(Digest digest)
    {
        stores.Batches.TryRead(digest, out byte[] bytes);
        return bytes;
    }

    public void Note(CommittedEvent committed) => News.AddRange(committed.Outcomes.Select(o => o.TransactionId));

    public TransactionLocator? Locate(Digest transaction) => engine.Receipts.Locate(transaction);

    /// <summary>The change into an epoch.</summary>
    public EpochLink? Link(Epoch into) => engine.Receipts.Link(into);

    public Receipt? Make(TransactionLocator locator, uint offset) => engine.Receipts.Make(locator, offset);
}
