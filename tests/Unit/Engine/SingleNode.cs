using Ledger.Consensus;
using Ledger.Cryptography.Hashing;
using Ledger.Cryptography.Signatures;
using Ledger.Engine;
using Ledger.Engine.Admission;
using Ledger.Engine.Checkpoints;
using Ledger.Engine.Execution;
using Ledger.Engine.Receipts;
using Ledger.Engine.Recovery;
using Ledger.Protocol.Blocks;
using Ledger.Protocol.Checkpoints;
using Ledger.Protocol.Numbers;
using Ledger.Protocol.Transactions;
using Ledger.Protocol.Validators;
using Ledger.Storage.Anchors;
using Ledger.Storage.Blocks;
using Ledger.Storage.Devices;
using Ledger.Storage.Journal;
using Ledger.Storage.Records;
using Ledger.Storage.State;
using Ledger.Tests.Unit.Consensus;

namespace Ledger.Tests.Unit.Engine;

/// <summary>A chain of one validator over devices that lose on a crash what was not flushed.</summary>
internal sealed class SingleNode : ITransport, ICommitListener
{
    private static readonly JournalOptions SmallSegments = new(SegmentBytes: 64 * 1024);

    private readonly Committee _committee;
    private readonly IssuerRegistry _issuers;
    private readonly LogIdentity _identity;
    private readonly EngineOptions _options;
    private LedgerStores? _stores;
    private LedgerEngine? _engine;

    private readonly bool _follows;

    /// <param name="follows">No validator: it takes the chain from others, through <see cref="Sent"/> and <see cref="Turn"/>.</param>
    public SingleNode(EngineOptions? options = null, bool follows = false, ChainParameters? parameters = null)
    {
        _committee = new Committee(1, parameters);
        _options = options ?? new EngineOptions();
        _follows = follows;
        _issuers = new IssuerRegistry(Genesis);
        _identity = new LogIdentity(Genesis.ChainId, 7);
        Ledger.Storage.Journal.Journal.Create(Journal, EngineSetup.JournalOwner(Genesis.ChainId, Name), SmallSegments);
        BatchLog.Create(Blocks, _identity);
        BlockLog.Create(Blocks, _identity);
        Start();
    }

    public Genesis Genesis => _committee.Genesis;

    /// <summary>Those of the program, from its next start on.</summary>
    public ProtocolVersions Versions { get; set; } = ProtocolVersions.OfThisProgram;

    public LedgerEngine Engine => _engine!;

    private string Name => _follows ? "observer" : Genesis.Validators.Validators[0].Name;

    public LedgerStores Stores => _stores!;

    public MemoryDirectory Journal { get; private set; } = new();

    public MemoryDirectory Blocks { get; } = new();

    public MemoryDirectory Anchors { get; } = new();

    /// <summary>Of what was published; without one it cosigns nothing, from its next start on.</summary>
    public MemoryDirectory? CheckpointFolder { get; set; }

    /// <summary>What was published, over all lives.</summary>
    public List<PublishedCheckpoint> Checkpoints { get; } = [];

    public MemoryStateStore State { get; } = new();

    public MemoryCommitmentIndex Index { get; } = new();

    public ISigner Key => _committee.SignerOf(0);

    public ulong NowMs { get; set; } = 1_700_000_100_000;

    /// <summary>Where each transaction was when the listener first heard of it, over all lives.</summary>
    public Dictionary<Digest, OutcomeRecord> Acknowledged { get; } = [];

    /// <summary>Frames sent: a chain of one has nobody to send to.</summary>
    public int Frames { get; private set; }

    /// <summary>Sees every frame sent.</summary>
    public Action<ValidatorIndex, ReadOnlyMemory<byte>>? Sent { get; set; }

    public void Send(ValidatorIndex to, TransportLane lane, ReadOnlyMemory<byte> frame)
    {
        Frames++;
        Sent?.Invoke(to, frame);
    }

    /// <summary>What was once acknowledged is said again word for word.</summary>
    public void OnCommitted(CommittedEvent committed)
    {
        foreach (OutcomeRecord outcome in committed.Outcomes)
        {
            Acknowledged.TryAdd(outcome.TransactionId, outcome);
            Assert.Equal(Acknowledged[outcome.TransactionId], outcome);
        }
    }

    public void OnCheckpoint(PublishedCheckpoint published) => Checkpoints.Add(published);

    public void OnSettled(CommittedEvent committed) => Assert.Equal(Engine.Settled, committed.Block.Height);

    public CheckedTransaction Transaction(int number, uint issuer = 0)
    {
        AnchorTerms terms = new(CommitmentScheme.SaltedFile, 7, 0, 0);
        Transaction made = Ledger.Protocol.Transactions.AnchorTransaction.List(
            Genesis.ChainId, new Height(9_000), issuer, terms, [.. Commitment(number), .. Commitment(-number - 1)]);
        return CheckedTransaction.Check(
            SignedTransaction.Sign(made, Committee.IssuerKey(issuer)), _issuers.Find(issuer), Committee.Suites);
    }

    /// <summary>One transaction of many leaves.</summary>
    public CheckedTransaction Bulk(int number, int leaves)
    {
        AnchorTerms terms = new(CommitmentScheme.SaltedFile, 7, 0, 0);
        byte[] commitments = new byte[leaves * Digest.Size];
        new Random(number).NextBytes(commitments);
        return Check(SignedTransaction.Sign(
            Ledger.Protocol.Transactions.AnchorTransaction.List(Genesis.ChainId, new Height(9_000), 0, terms, commitments),
            Committee.IssuerKey(0)));
    }

    public CheckedBatch Check(Batch batch) => new(batch, [.. batch.Transactions.Select(Check)]);

    public CheckedTransaction Check(SignedTransaction signed) => _issuers.Check(signed, Committee.Suites);

    public Admission Submit(CheckedTransaction transaction)
    {
        Admission answer = Admission.None;
        Turn(new EngineInput.Submitted(transaction, a => answer = a));
        return answer;
    }

    /// <summary>Turns as they fall due until the condition holds; time moves only by what the engine waits for.</summary>
    public void DriveUntil(Func<bool> condition)
    {
        for (int turn = 0; !condition(); turn++)
        {
            Assert.True(turn < 2_000, $"no progress at height {Engine.State.Block.Height}, view {Engine.Replica.View}");
            NowMs = Math.Max(NowMs, Engine.DueMs ?? NowMs + 1);
            Turn();
        }
    }

    public void Turn(params EngineInput[] inputs) => Engine.Turn(NowMs, inputs);

    public TransactionLocator? Locate(CheckedTransaction transaction) => Engine.Receipts.Locate(transaction.Transaction.Id);

    /// <summary>Power loss, then a new process over what is left.</summary>
    public void Crash(Func<int, int> choose)
    {
        foreach (MemoryDirectory directory in (MemoryDirectory[])[Journal, Blocks, Anchors])
        {
            directory.Crash(choose);
        }

        CheckpointFolder?.Crash(choose);
        State.Crash();
        Index.Crash();
        Start();
    }

    /// <summary>Power loss, and then a new process over another journal; gives the one that was there.</summary>
    public MemoryDirectory Start(MemoryDirectory journal)
    {
        MemoryDirectory before = Journal;
        Journal = journal;
        Crash(_ => 0);
        return before;
    }

    /// <summary>A journal as a node makes one that has lost its own.</summary>
    public MemoryDirectory NewJournal(ulong incarnation)
    {
        MemoryDirectory journal = new();
        Ledger.Storage.Journal.Journal.Create(journal, EngineSetup.JournalOwner(Genesis.ChainId, Name, incarnation), SmallSegments);
        return journal;
    }

    public FsckReport Fsck(IStateStore? state = null)
        => new Fsck(state is null ? Stores : Stores with { State = state }, Genesis, Committee.Suites, Versions).Run(_ => { });

    public void CatchUpIndex()
    {
        byte[] records = new byte[(int)(Stores.Anchors.Size - Index.Watermark) * LeafRecord.Size];
        Stores.Anchors.ReadRecords(Index.Watermark, records);
        Index.AddRange(Index.Watermark, records, LeafRecord.Size, LeafRecord.CommitmentOffset);
    }

    /// <summary>Another process over what is there.</summary>
    public void Start()
    {
        BatchLog batches = BatchLog.Open(Blocks, _identity, new BlockStoreOptions(BatchSegmentBytes: 4 * 1024));
        BlockLog blocks = BlockLog.Open(Blocks, _identity, batches);
        _stores = new LedgerStores(
            batches, blocks, CertificateLog.Open(Blocks, _identity), State, AnchorStore.Open(Anchors, _identity), Index);
        _engine = EngineStart.Start(new EngineSetup(
            Genesis, Name, _follows ? [] : [_committee.SignerOf(0)], Committee.Suites, Journal, _issuers, _stores, this, this,
            _options, Journal: SmallSegments, Supported: Versions,
            Cosigning: CheckpointFolder is { } folder ? new CosigningSetup([Committee.CosignersOf(0)], folder) : null));
    }

    private static byte[] Commitment(int number) => Sha256.Hash(BitConverter.GetBytes(number)).ToArray();
}
