using Ledger.Consensus;
using Ledger.Cryptography.Hashing;
using Ledger.Engine.Batching;
using Ledger.Engine.Execution;
using Ledger.Protocol.Blocks;
using Ledger.Protocol.Certificates;
using Ledger.Protocol.Evidence;
using Ledger.Protocol.Messages;
using Ledger.Protocol.Numbers;
using Ledger.Storage.Blocks;

namespace Ledger.Engine;

/// <summary>What happens after the flush: sending, serving, adopting.</summary>
public sealed partial class LedgerEngine
{
    private void SendMessages()
    {
        foreach (Outgoing outgoing in _effects.Messages)
        {
            Send(outgoing);
        }

        foreach (ServeRequest serve in _effects.Serves.Where(s => _answers.Allows(s.Peer, _nowMs)))
        {
            foreach (ChainSegment segment in _epoch.Server.Answer(serve))
            {
                SendAnswer(serve.Peer, TransportLane.Votes, segment);
            }
        }

        foreach (Misbehavior misbehavior in _effects.Misbehaviors)
        {
            _accuse?.Invoke(misbehavior);
        }

        Counters.Count(_effects, _nowMs);
    }

    private void Send(Outgoing outgoing)
    {
        if (outgoing.Audience == Audience.One)
        {
            _transport.Send(outgoing.To, TransportLane.Votes, outgoing.Message.ToFrame(Epoch.Number));
            return;
        }

        if (Replica.Follows && _epoch.Sources.Next() is { } source)
        {
            _transport.Send(source, TransportLane.Votes, outgoing.Message.ToFrame(Epoch.Number));
            return;
        }

        Broadcast(outgoing.Message);
        if (outgoing.Audience == Audience.Everyone)
        {
            _ownMessages.Add(outgoing.Message);
        }
    }

    private void Broadcast(Message message)
    {
        byte[] frame = message.ToFrame(Epoch.Number);
        TransportLane lane = message is BatchMessage ? TransportLane.Bulk : TransportLane.Votes;
        for (int i = 0; i < Epoch.Validators.Size; i++)
        {
            if (i != Self.Value)
            {
                _transport.Send(new ValidatorIndex((byte)i), lane, frame);
            }
        }
    }

    private void AnswerFetch(FetchBatches fetch)
    {
        if (!_answers.Allows(fetch.Sender, _nowMs))
        {
            return;
        }

        int bytes = 0;
        foreach (Digest digest in fetch.Digests.Distinct())
        {
            if (bytes < MaximumFetchAnswerBytes && _parts.Source.FindForPeer(digest) is { } batch)
            {
                bytes += SendAnswer(fetch.Sender, TransportLane.Bulk, new BatchMessage(Self, batch));
            }
        }
    }

    private int SendAnswer(ValidatorIndex peer, TransportLane lane, Message answer)
    {
        byte[] frame = answer.ToFrame(EpochOf(answer));
        _answers.Spend(peer, frame.Length, _nowMs);
        _transport.Send(peer, lane, frame);
        return frame.Length;
    }

    /// <summary>Blocks are checked under the set of their own epoch, whichever it is now.</summary>
    private Epoch EpochOf(Message message) => message is ChainSegment segment ? segment.Chain[0].Header.Epoch : Epoch.Number;

    private void AdoptCommitted()
    {
        _timers.Apply(_effects.Timers, _nowMs);
        if (_effects.Committed.Count == 0)
        {
            HandOnBatches();
            return;
        }

        CommittedBlock[] committed = [.. _effects.Committed];
        bool starved = false;
        foreach (CommittedBlock block in committed)
        {
            starved |= Adopt(block);
        }

        _parts.Stores.Blocks.Write();
        _parts.Checker.Prune(State.Block.Height);
        _parts.Source.Release();
        if (_parts.Keeper.CheckpointIfDue())
        {
            Counters.Checkpoints++;
            Prune();
        }

        AfterAdoption(starved);
    }

    private void Prune()
        => _parts.Keeper.Prune([
            .. _parts.Batches.All.Select(held => held.Batch.Digest),
            .. _parts.Overlays.InFlight,
            .. _parts.Durable.Held.SelectMany(block => block.Batches)]);

    /// <summary>N2 counts its window from the durable log: one flush for half a window of blocks keeps it open.</summary>
    private void FlushLogIfDue()
    {
        BlockLog log = _parts.Stores.Blocks;
        ulong half = Math.Max(1, Epoch.Parameters.Window / 2);
        if (log.Head >= log.DurableHead + half)
        {
            log.Flush();
        }

        if (log.DurableHead > _logged)
        {
            _logged = log.DurableHead;
            _afterAdoption.Add(new Input.Logged(new Height(_logged)));
        }
    }

    private bool Adopt(CommittedBlock committed)
    {
        ulong parentMs = State.TimeMs;
        Overlay overlay = _parts.Keeper.Keep(committed);
        NoteFinal(committed.Block.Header, parentMs);
        foreach (CheckedBatch batch in overlay.Batches)
        {
            _parts.Batches.Remove(batch.Digest);
        }

        foreach (OutcomeRecord outcome in overlay.Outcomes)
        {
            _parts.Pool.Forget(outcome.TransactionId);
        }

        Counters.Blocks++;
        Counters.Leaves += (ulong)overlay.Leaves.Length / Protocol.Transactions.LeafRecord.Size;
        CommittedEvent adopted = new(committed.Block, Replica.View, overlay.Outcomes);
        _epoch.Canonical.Await(adopted, committed.Certificate, _nowMs);
        _listener.OnCommitted(adopted);
        return _parts.Batches.CountLeftOut(overlay.Batches, _parts.Overlays.InFlight);
    }

    private void SettleReceipts()
    {
        while (_epoch.Canonical.TrySettle(_nowMs, out QuorumCertificate? certificate) is { } settled)
        {
            if (certificate is not null)
            {
                _parts.Stores.Certificates.Keep(settled.Block.Height.Value, certificate.Encode());
            }

            _listener.OnSettled(settled);
        }

        _parts.Stores.Certificates.Write();
    }

    /// <summary>Steps that follow from adoption belong to the next turn: their promises have not been flushed.</summary>
    private void AfterAdoption(bool starved)
    {
        _effects.Clear();
        _epoch.Membership.Note(State, _nowMs);
        if (State.Block.Height.Value % ExpireEveryBlocks == 0)
        {
            _parts.Pool.Expire(State.Block.Height);
        }

        _afterAdoption.Clear();
        FlushLogIfDue();
        if (starved)
        {
            _afterAdoption.Add(new Input.Starved());
        }

        LetGoOfBatches();
        if (HasWork != _workHeld)
        {
            _workHeld = HasWork;
            _afterAdoption.Add(new Input.WorkHeld(_workHeld));
        }

        if (State.NextEpoch != Epoch)
        {
            EnterEpoch();
        }
    }

    /// <summary>Nobody takes a batch from one who is no member: of those of others it keeps what blocks on their way are made of.</summary>
    private void LetGoOfBatches()
    {
        if (IsMember || _parts.Batches.Count == 0)
        {
            return;
        }

        HashSet<Digest> needed = [.. _parts.Checker.Needed, .. _parts.Overlays.InFlight];
        Digest[] gone =
        [
            .. _parts.Batches.All.Where(h => h.From is not null).Select(h => h.Batch.Digest)
                .Where(d => !needed.Contains(d) && !_epoch.Ahead.Expects(d)),
        ];
        Array.ForEach(gone, _parts.Batches.Remove);
    }

    /// <summary>A batch that the primary may have missed is sent to it (again).</summary>
    /// <remarks>
    /// A replica that waits for a view to be opened cannot know whose primary the others follow, and one that suspects its
    /// primary cannot expect it to tell them: it sends to all of them, or what it alone holds would wait for a view that
    /// nobody else asks for (V1). The primary it suspects may be itself, silenced by N7.
    /// </remarks>
    private void HandOnBatches()
    {
        bool proposesThem = Replica is { Participating: true, SuspectsPrimary: false } && Replica.Primary == Self;
        if (proposesThem || !_workHeld)
        {
            return;
        }

        foreach (HeldBatch held in _parts.Batches.DueForResend(_nowMs))
        {
            held.SentMs = _nowMs;
            HandOn(new BatchMessage(Self, held.Batch.Batch));
        }
    }

    private void HandOn(BatchMessage batch)
    {
        if (Replica is { Follows: false, Participating: true, SuspectsPrimary: false })
        {
            _transport.Send(Replica.Primary, TransportLane.Bulk, batch.ToFrame(Epoch.Number));
        }
        else
        {
            Broadcast(batch);
        }
    }
}
