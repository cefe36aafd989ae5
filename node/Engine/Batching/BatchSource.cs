using Ledger.Cryptography.Hashing;
using Ledger.Cryptography.Signatures;
using Ledger.Engine.Execution;
using Ledger.Protocol.Blocks;
using Ledger.Protocol.Encoding;
using Ledger.Protocol.Transactions;
using Ledger.Storage.Blocks;

namespace Ledger.Engine.Batching;

/// <summary>Finds a batch wherever this validator has it: in the pool, or on disk after a restart.</summary>
public sealed class BatchSource(BatchPool pool, BatchLog log, IssuerRegistry issuers, SignatureSuites suites)
{
    private readonly Dictionary<Digest, CheckedBatch> _reloaded = [];

    public CheckedBatch? Find(Digest digest)
        => pool.Find(digest) ?? _reloaded.GetValueOrDefault(digest) ?? Reload(digest);

    /// <summary>The bytes of a batch for a peer that asks.</summary>
    public Batch? FindForPeer(Digest digest) => pool.Find(digest)?.Batch ?? Read(digest);

    /// <summary>Lets go of batches read back from disk; they are found there again when needed.</summary>
    public void Release() => _reloaded.Clear();

    private CheckedBatch? Reload(Digest digest)
    {
        if (Read(digest) is not { } batch)
        {
            return null;
        }

        CheckedTransaction[] transactions = [.. batch.Transactions.Select(t => issuers.Check(t, suites))];
        return _reloaded[digest] = new CheckedBatch(batch, transactions);
    }

    private Batch? Read(Digest digest)
        => log.TryRead(digest, out byte[] bytes) == BatchRead.Found
            && Batch.TryDecode(bytes, out Batch? batch) == DecodeFault.None ? batch : null;
}
