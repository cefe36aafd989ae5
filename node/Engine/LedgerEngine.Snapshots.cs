using Ledger.Consensus;
using Ledger.Engine.Snapshots;
using Ledger.Protocol.Messages;
using Ledger.Protocol.Numbers;
using Ledger.Protocol.Snapshots;

namespace Ledger.Engine;

/// <summary>Taking over a snapshot instead of executing every block, and serving it to others.</summary>
public sealed partial class LedgerEngine
{
    private const ulong AskForSnapshotMs = 1_000;

    /// <summary>How long bodies of a block that is final may be missing: every peer was asked for them several times.</summary>
    private const ulong StuckMs = 10_000;

    private readonly HashSet<ValidatorIndex> _connected = [];
    private SnapshotSync? _sync;
    private SnapshotOffer? _offered;
    private ulong _askForSnapshotMs;
    private ulong? _stuckSinceMs;

    /// <summary>How far it is in taking over a snapshot; null when it is not.</summary>
    public SnapshotProgress? Restoring => _sync?.Progress;

    /// <summary>The highest block of which a body is not kept here; those above it can be executed again.</summary>
    public Height Horizon => new(_parts.Stores.Blocks.Horizon);

    /// <summary>The turn of a node whose state is still on its way: it speaks to nobody but those it fetches from.</summary>
    private void TurnRestoring(SnapshotSync sync, IReadOnlyList<EngineInput> inputs)
    {
        foreach (EngineInput input in inputs)
        {
            TakeRestoring(sync, input);
        }

        foreach ((ValidatorIndex to, Message request) in sync.Step(_nowMs))
        {
            _transport.Send(to, TransportLane.Votes, request.ToFrame(Epoch.Number));
        }

        if (sync.IsDone)
        {
            Resume();
        }
    }

    private void TakeRestoring(SnapshotSync sync, EngineInput input)
    {
        switch (input)
        {
            case EngineInput.Consensus { Message: SnapshotOffer offer }:
                Counters.Count(sync.Take(offer));
                break;
            case EngineInput.Consensus { Message: SnapshotPiece piece }:
                Counters.SnapshotBytes += piece.Bytes.Length;
                Counters.Count(sync.Take(piece, _nowMs));
                break;
            case EngineInput.Consensus { Message: FetchPiece asked }:
                Answer(asked, []); // so that whoever asks need not wait for it
                break;
            case EngineInput.PeerConnected peer:
                _connected.Add(peer.Peer);
                sync.Note(peer.Peer);
                break;
            case EngineInput.Submitted submitted:
                submitted.Answer(Admission.Admission.Following);
                break;
        }
    }

    /// <summary>Everything anew over the stores, as after a start; promises are where they were.</summary>
    private void Resume()
    {
        (_parts, ChainHead head) = EngineStart.Prepare(_setup, _parts.Journal, _parts.Durable);
        _sync = null;
        _logged = _parts.Stores.Blocks.Head;
        Forget();
        _epoch = Begin(head);
        foreach (ValidatorIndex peer in _connected)
        {
            _epoch.Sources.Note(peer);
        }

        _listener.OnEpoch(Epoch);
    }

    /// <summary>Only a snapshot above this height is worth taking over; null when none is.</summary>
    /// <remarks>Far behind, half of the way; before a block that is final and whose bodies nobody sends, any.</remarks>
    private Height? Worth
        => _options.SnapshotAboveBlocks == 0 ? null
            : _nowMs >= _stuckSinceMs + StuckMs ? State.Block.Height
            : State.Block.Height + (_options.SnapshotAboveBlocks / 2);

    /// <summary>Whoever is further behind than this node is told to catch up block by block asks for a snapshot.</summary>
    private void NoteBehind(Status status)
    {
        if (status.Committed > State.Block.Height
            && status.Committed.Value - State.Block.Height.Value > _options.SnapshotAboveBlocks)
        {
            AskForSnapshot(status.Sender);
        }
    }

    /// <summary>Before a block that is final and whose bodies nobody sends, though every peer was asked for them.</summary>
    private void AskIfStuck()
    {
        bool waits = Replica.Decided is not null && _parts.Checker.Missing.Any();
        _stuckSinceMs = waits ? _stuckSinceMs ?? _nowMs : null;
        if (_nowMs >= _stuckSinceMs + StuckMs && _epoch.Sources.Next() is { } peer)
        {
            AskForSnapshot(peer);
        }
    }

    private void AskForSnapshot(ValidatorIndex peer)
    {
        if (Worth is { } worth && _nowMs >= _askForSnapshotMs)
        {
            _askForSnapshotMs = _nowMs + AskForSnapshotMs;
            _transport.Send(peer, TransportLane.Votes, new FetchSnapshot(Self, worth).ToFrame(Epoch.Number));
        }
    }

    /// <summary>The turn that an offer comes in may commit blocks yet: taking it over begins with the next.</summary>
    private void TakeOffered()
    {
        (SnapshotOffer? offer, _offered) = (_offered, null);
        if (offer is null || Worth is not { } worth || offer.Outline.Header.Height <= worth)
        {
            return;
        }

        SnapshotSync sync = new(_setup, _parts.Origin);
        foreach (ValidatorIndex peer in _connected)
        {
            sync.Note(peer);
        }

        SnapshotFault fault = sync.Take(offer);
        Counters.Count(fault);
        _sync = fault == SnapshotFault.None ? sync : null;
    }

    private void Answer(FetchSnapshot asked)
    {
        if (_answers.Allows(asked.Sender, _nowMs) && _parts.Snapshots.Offer(State, asked.Above, _nowMs) is { } outline)
        {
            SendAnswer(asked.Sender, TransportLane.Bulk, new SnapshotOffer(Self, outline));
        }
    }

    /// <summary>Also when it is not here: whoever asked need not wait to ask another.</summary>
    private void Answer(FetchPiece asked)
    {
        if (_answers.Allows(asked.Sender, _nowMs))
        {
            Answer(asked, _parts.Snapshots.Answer(asked));
        }
    }

    private void Answer(FetchPiece asked, byte[] bytes)
        => SendAnswer(asked.Sender, TransportLane.Bulk, new SnapshotPiece(Self, asked.Snapshot, asked.Piece, asked.First, bytes));
}
