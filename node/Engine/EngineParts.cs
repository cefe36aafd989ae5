using Ledger.Consensus;
using Ledger.Cryptography.Hashing;
using Ledger.Engine.Admission;
using Ledger.Engine.Batching;
using Ledger.Engine.Execution;
using Ledger.Engine.Proposing;
using Ledger.Engine.Receipts;
using Ledger.Engine.Snapshots;
using Ledger.Protocol.Validators;
using Ledger.Storage.Journal;

namespace Ledger.Engine;

/// <summary>The stations of the pipeline, wired by <see cref="EngineStart"/>.</summary>
/// <param name="Origin">The hash of block 0.</param>
internal sealed record EngineParts(
    Genesis Genesis,
    LedgerStores Stores,
    Chain Chain,
    Journal Journal,
    OverlayBook Overlays,
    BlockRules Rules,
    BlockChecker Checker,
    BlockKeeper Keeper,
    TransactionPool Pool,
    BatchPool Batches,
    BatchSource Source,
    AdmissionControl Admission,
    BlockBuilder Builder,
    ReceiptService Receipts,
    SnapshotServer Snapshots,
    Digest Origin,
    DurableState Durable);
