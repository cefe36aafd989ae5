using Ledger.Consensus;
using Ledger.Cryptography.Hashing;
using Ledger.Engine.Admission;
using Ledger.Engine.Batching;
using Ledger.Engine.Execution;
using Ledger.Engine.Proposing;
using Ledger.Engine.Receipts;
using Ledger.Engine.Recorder;
using Ledger.Engine.Snapshots;
using Ledger.Engine.Sync;
using Ledger.Protocol.Blocks;
using Ledger.Protocol.Evidence;
using Ledger.Protocol.Governance;
using Ledger.Protocol.Messages;
using Ledger.Protocol.Numbers;
using Ledger.Protocol.Validators;
using Ledger.Storage;

namespace Ledger.Engine;

/// <summary>The pipeline of one validator: submission to receipt on one thread, without sockets or a clock.</summary>
/// <remarks>
/// The host and the simulator drive the same <see cref="Turn"/>. What must be durable first is the order of its lines.
/// It halts by exception: a broken invariant or a failed write is never carried on from.
/// </remarks>
public sealed partial class LedgerEngine
{
    /// <summary>Most bytes of batches sent in answer to one request.</summary>
    private const int MaximumFetchAnswerBytes = 16 * 1024 * 1024;

    /// <summary>How often the pool looks for ids that can no longer be included, in blocks.</summary>
    private const ulong ExpireEveryBlocks = 64;

    private EngineParts _parts;
    private readonly EffectList _effects = new();
    private readonly EngineTimers _timers = new();
    private readonly EngineOptions _options;
    private readonly ITransport _transport;
    private readonly ICommitListener _listener;
    private readonly Action<Misbehavior>? _accuse;
    private readonly EngineSetup _setup;
    private readonly AnswerBudget _answers;
    private EpochParts _epoch;
    private List<Message> _ownMessages = [];
    private List<Message> _ownMessagesInTurn = [];
    private readonly List<Input> _afterAdoption = [];
    private ulong _logged;
    private bool _workHeld;
    private bool _started;
    private ulong _nowMs;

    /// <param name="sync">At work until the stores are those of a snapshot; null when they are whole.</param>
    internal LedgerEngine(EngineParts parts, EngineSetup setup, ChainHead head, SnapshotSync? sync)
    {
        _parts = parts;
        _sync = sync;
        _setup = setup;
        _options = setup.Options;
        _transport = setup.Transport;
        _listener = setup.Listener;
        _accuse = setup.Accuse;
        _answers = new AnswerBudget(setup.Options.AnswerBytesPerSecond);
        _logged = parts.Stores.Blocks.Head;
        _epoch = Begin(head);
    }

    /// <summary>When the next turn is due though nothing arrives; 0 when at once, null when never.</summary>
    public ulong? DueMs
        => _sync is { } sync ? sync.DueMs
            : !_started || _offered is not null || _ownMessages.Count + _afterAdoption.Count > 0 ? 0
            : Earliest(_timers.DueMs, Earliest(_parts.Pool.DueMs, Earliest(_parts.Builder.DueMs, Earliest(
                _epoch.Fetcher.DueMs, Earliest(_epoch.Ahead.DueMs, Earliest(_epoch.Canonical.DueMs, CheckpointsDueMs))))));

    public Replica Replica => _epoch.Replica;

    private ValidatorIndex Self => _epoch.Self;

    /// <summary>The epoch this validator is in.</summary>
    public EpochConfiguration Epoch => _epoch.Configuration;

    /// <summary>It has a place in the set of its epoch, whether it may vote there or not.</summary>
    public bool IsMember => !Self.IsGuest;

    public LedgerState State => _parts.Overlays.Committed.State;

    /// <summary>What opening the journal repaired or cleared.</summary>
    public IReadOnlyList<RecoveryNote> JournalNotes => _parts.Journal.Notes;

    public ReceiptService Receipts => _parts.Receipts;

    public Chain Chain => _parts.Chain;

    /// <summary>Receipts up to this height may leave: the certificate they carry is chosen.</summary>
    public Height Settled => _epoch.Canonical.Settled;

    /// <summary>Whether the transaction waits here or stands in a block.</summary>
    public bool Knows(Digest transactionId)
        => _parts.Pool.Knows(transactionId) || _parts.Receipts.Locate(transactionId) is not null;

    /// <summary>Takes a state checkpoint now, so that the next start replays little.</summary>
    public void Checkpoint() => _parts.Keeper.Checkpoint();

    /// <summary>The replica's last steps, for <see cref="Replay"/>; also after a broken invariant has halted it.</summary>
    public Tape Recording() => Tape.Of(_epoch.Recorder, Epoch, Self, Replica.Follows, _setup.HeartbeatMs);

    public EngineCounters Counters { get; } = new();

    /// <summary>Requests of peers that had been sent their share of answers already.</summary>
    public long RequestsPassedOver => _answers.PassedOver;

    /// <summary>Transactions and batches waiting, for status.</summary>
    public (int Transactions, int Batches, long BatchBytes) Waiting
        => (_parts.Pool.Count, _parts.Batches.Count, _parts.Batches.Bytes);

    /// <summary>Transactions admitted here and not committed: what a stopping node waits for.</summary>
    public int OwnTransactions
        => _parts.Pool.Count + _parts.Batches.All
            .Where(h => h.From is null).Sum(h => h.Batch.Batch.Transactions.Count);

    /// <summary>The latest block time seen, committed or only proposed; for status.</summary>
    public ulong LatestTimeMs => Math.Max(State.TimeMs, _parts.Checker.LatestTimeMs);

    /// <summary>Takes all inputs, then makes the turn's promises durable, then lets its messages leave.</summary>
    public void Turn(ulong nowMs, IReadOnlyList<EngineInput> inputs)
    {
        _nowMs = nowMs;
        TakeOffered();
        if (_sync is { } sync)
        {
            TurnRestoring(sync, inputs);
            return;
        }

        RecoverIfShown();
        StepOwnMessages();
        foreach (EngineInput input in inputs)
        {
            Take(input);
        }

        StepTimers();
        SpeakOfMembership();
        CloseBatches();
        Propose();
        FetchMissing();

        FlushPromises();       // durable first: one flush for the whole turn,
        SendMessages();        // then it may leave, and come back to us by the front door
        AdoptCommitted();      // off the acknowledgement path: the certificate already made it final
        SettleReceipts();
        Cosign();
        _effects.Clear();
    }

    private void Take(EngineInput input)
    {
        switch (input)
        {
            case EngineInput.Consensus consensus:
                TakeMessage(consensus.Message, consensus.Epoch);
                break;
            case EngineInput.BatchArrived arrived:
                TakeBatch(arrived.Batch, arrived.From);
                break;
            case EngineInput.Submitted submitted:
                TakeSubmission(submitted);
                break;
            case EngineInput.PeerConnected peer:
                _connected.Add(peer.Peer);
                _epoch.Sources.Note(peer.Peer);
                Step(new Input.PeerConnected(peer.Peer));
                break;
        }
    }

    private void TakeMessage(Message message, Epoch epoch)
    {
        switch (message)
        {
            case FetchBatches fetch:
                AnswerFetch(fetch);
                break;
            case FetchSnapshot fetch:
                Answer(fetch);
                break;
            case FetchPiece fetch:
                Answer(fetch);
                break;
            case SnapshotOffer offer:
                _offered = offer;
                break;
            case SnapshotPiece:
                break; // late: what it was asked for is here
            case Cosigned cosigned:
                Take(cosigned, epoch);
                break;
            case FetchCosigned fetch:
                Answer(fetch, epoch);
                break;
            default:
                TakeOfEpoch(message, epoch);
                break;
        }
    }

    private void TakeOfEpoch(Message message, Epoch epoch)
    {
        if (message is Status status)
        {
            NoteBehind(status);
        }

        if (message is FetchBlocks || epoch == Epoch.Number)
        {
            Receive(message);
        }
        else
        {
            TakeForeign(message, epoch);
        }
    }

    /// <summary>E2: whoever is in an epoch that is over is sent its last blocks; whoever is ahead will send us ours.</summary>
    private void TakeForeign(Message message, Epoch epoch)
    {
        _effects.Discards.Add(DiscardReason.ForeignEpoch);
        if (message is Status status && epoch.Value < Epoch.Number.Value)
        {
            _effects.Serve(status.Sender, status.Committed, Digest.Zero);
        }
    }

    /// <summary>The votes that receipts will show are collected here, those that come after the quorum too.</summary>
    private void Receive(Message message)
    {
        if (message is Vote vote)
        {
            _epoch.Canonical.Note(vote);
        }
        else if (message is ChainSegment segment)
        {
            _epoch.Ahead.Note(segment, State.Block.Height);
        }

        Step(new Input.Received(message));
    }

    private void TakeSubmission(EngineInput.Submitted submitted)
    {
        Admission.Admission answer = Replica.Follows
            ? Admission.Admission.Following
            : _parts.Admission.Judge(submitted.Transaction, State);
        if (answer == Admission.Admission.Accepted)
        {
            _parts.Pool.Add(submitted.Transaction, _nowMs);
            NoteOrder(submitted.Transaction.Transaction);
        }

        submitted.Answer(answer);
    }

    private void TakeBatch(CheckedBatch batch, ValidatorIndex from)
    {
        bool needed = _parts.Checker.Missing.Contains(batch.Digest);
        bool used = BlockRules.WasUsed(_parts.Overlays.Committed, batch.Digest);
        bool expected = needed || _epoch.Ahead.Expects(batch.Digest);
        bool held = IsMember && (!from.IsGuest || batch.Transactions.All(t => t.Transaction is MembershipTransaction));
        bool allowed = expected || held;
        bool inForce = BlockRules.IsInForce(_parts.Overlays.Committed, batch);
        if (used || !allowed || !inForce || !_parts.Rules.BelongsHere(batch) || !_parts.Batches.Add(batch, _nowMs, needed, from))
        {
            return;
        }

        _parts.Stores.Batches.Append(batch.Digest, batch.Batch.Bytes.Span);
        NoteOrders(batch);
        NoteWork();
        AnswerChecks();
    }

    /// <summary>Steps the replica, and again with the answers to the checks it asks for.</summary>
    private void Step(Input input)
    {
        _epoch.Recorder.Step(input, _effects);
        TakeChecks();
    }

    private void TakeChecks()
    {
        foreach (CheckRequest check in _effects.Checks)
        {
            _parts.Checker.Add(check);
        }

        bool any = _effects.Checks.Count > 0;
        _effects.Checks.Clear();
        if (any)
        {
            AnswerChecks();
        }
    }

    private void AnswerChecks()
    {
        foreach (Input.BlockChecked answer in _parts.Checker.Answer(_nowMs).ToArray())
        {
            Step(answer);
        }
    }

    private void StepOwnMessages()
    {
        if (!_started)
        {
            _started = true;
            Step(new Input.Started());
            TakeChecks();
            NoteWork(); // a change that is pending needs blocks, whether anybody has batches or not (E3)
        }

        (_ownMessagesInTurn, _ownMessages) = (_ownMessages, _ownMessagesInTurn);
        foreach (Message message in _ownMessagesInTurn)
        {
            Receive(message);
        }

        _ownMessagesInTurn.Clear();
        Input[] adopted = [.. _afterAdoption];
        _afterAdoption.Clear();
        foreach (Input input in adopted)
        {
            Step(input);
        }
    }

    private void StepTimers()
    {
        AnswerChecks(); // a block that came too early may be due now (T0)
        _timers.Apply(_effects.Timers, _nowMs);
        while (_timers.TakeDue(_nowMs) is { } fired)
        {
            Step(new Input.TimerFired(fired));
            _timers.Apply(_effects.Timers, _nowMs);
        }
    }

    /// <summary>Closes due batches of our own and streams each to every other validator at once.</summary>
    private void CloseBatches()
    {
        while (_parts.Pool.TryClose(Self, _nowMs) is { } batch)
        {
            if (BlockRules.WasUsed(_parts.Overlays.Committed, batch.Digest))
            {
                continue; // closed before a crash and committed since: the same transactions give the same batch (B1)
            }

            _parts.Batches.Add(batch, _nowMs, needed: true);
            _parts.Stores.Batches.Append(batch.Digest, batch.Batch.Bytes.Span);
            Broadcast(new BatchMessage(Self, batch.Batch));
            NoteWork();
        }
    }


    private void Propose()
    {
        while (_parts.Builder.TryBuild(Replica.Slot, _nowMs) is { } proposal)
        {
            Step(proposal);
        }
    }

    /// <summary>Who follows asks whoever it has the blocks from: it may be connected to no primary.</summary>
    private void FetchMissing()
    {
        AskIfStuck();
        if (!_parts.Batches.IsFull && _epoch.Ahead.Next(State.Block.Height, d => _parts.Source.Find(d) is not null, _nowMs) is { } ahead)
        {
            _transport.Send(ahead.To, TransportLane.Votes, ahead.Request.ToFrame(Epoch.Number));
        }

        Digest[] missing = [.. _parts.Checker.Missing.Where(d => !_epoch.Ahead.IsUnderWay(d, _nowMs))];
        ValidatorIndex first = Replica.Follows && _epoch.Ahead.Source is { } source ? source : Replica.Primary;
        if (_epoch.Fetcher.Next(missing, first, _nowMs) is { } ask)
        {
            _transport.Send(ask.To, TransportLane.Votes, ask.Request.ToFrame(Epoch.Number));
        }
    }

    /// <summary>N3 and N4: batches before the promise that needs them, promises before any message of the turn.</summary>
    private void FlushPromises()
    {
        if (_effects.Promises.Count == 0)
        {
            return;
        }

        if (_effects.Promises.Any(p => p is Promise.Held))
        {
            _parts.Stores.Batches.Flush();
        }

        _parts.Journal.Append(DurableState.Encode(_effects.Promises));
        _parts.Journal.Flush();
        Counters.Flushes++;
    }

    private void NoteWork()
    {
        if (HasWork != _workHeld)
        {
            _workHeld = HasWork;
            Step(new Input.WorkHeld(_workHeld));
        }
    }

    /// <summary>Batches, or a change of the epoch that empty blocks must bring about (E3).</summary>
    private bool HasWork => _parts.Batches.Count > 0 || State.Governance.Next is not null;

    private static ulong? Earliest(ulong? left, ulong? right)
        => left is null ? right : right is null ? left : Math.Min(left.Value, right.Value);
}
