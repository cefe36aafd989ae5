using Ledger.Consensus;
using Ledger.Engine.Execution.Governance;
using Ledger.Engine.Receipts;
using Ledger.Protocol.Blocks;
using Ledger.Protocol.Certificates;
using Ledger.Protocol.Numbers;
using Ledger.Protocol.Validators;

namespace Ledger.Engine;

/// <summary>E1 and E2: from the last block of an epoch into the next.</summary>
public sealed partial class LedgerEngine
{
    /// <summary>The last block and its certificate are durable first, then that this epoch is left; then others are heard.</summary>
    /// <remarks>What was collected or said in the epoch that is over has no meaning in the next.</remarks>
    private void EnterEpoch()
    {
        ChainHead last = Replica.Head;
        SettleAll();
        Forget();
        _epoch = Begin(last);
        if (Replica.Follows)
        {
            _parts.Pool.Clear(); // nobody takes a batch from one who is no member
            _parts.Batches.Clear();
        }

        _listener.OnEpoch(Epoch);
    }

    private void Forget()
    {
        _ownMessages.Clear();
        _afterAdoption.Clear();
        _timers.Clear();
        (_started, _workHeld) = (false, false);
        if (State.NextEpoch.Number != Epoch.Number)
        {
            _connected.Clear(); // the edge says again who is connected, by the places of the next epoch
        }
    }

    /// <summary>The parts of the epoch that the chain is in, which the journal enters first when it is not there yet.</summary>
    /// <remarks>
    /// A program without the epoch's protocol version stops here: its last blocks are durable, and of the new epoch neither a promise
    /// nor a signature of it exists (P1). A journal may be ahead of a block log that was cut: then this node follows until it is where its
    /// promises are.
    /// </remarks>
    /// <exception cref="UnsupportedProtocolException">The epoch's protocol version is not one of this program.</exception>
    private EpochParts Begin(ChainHead head)
    {
        if (!_setup.Versions.Include(State.NextEpoch.Parameters.ProtocolVersion))
        {
            _parts.Keeper.Checkpoint();
            throw new UnsupportedProtocolException(State.NextEpoch, _setup.Versions);
        }

        if (_sync is null && _parts.Durable.Epoch.Value < State.NextEpoch.Number.Value)
        {
            Enter(State.NextEpoch.Number);
        }

        BeginCheckpoints(State.NextEpoch);
        return EpochParts.Begin(_setup, State.NextEpoch, _parts.Durable, IsOutdated, _parts.Chain, head);
    }

    /// <summary>Who has an outdated journal where it should vote has nothing to say before its operator has chosen (D2).</summary>
    private void SpeakOfMembership()
    {
        if (IsMember && IsOutdated)
        {
            return;
        }

        if (_epoch.Membership.Next(State, _parts.Durable, id => _parts.Receipts.Locate(id) is not null, _nowMs) is { } due)
        {
            _parts.Pool.Add(due, _nowMs);
        }
    }

    private void Enter(Epoch next)
    {
        List<Promise> promises = [new Promise.Entered(next)];
        if (_parts.Durable.MustRejoin && HasRejoined)
        {
            promises.Add(new Promise.Rejoined());
        }

        Keep(promises);
    }

    /// <summary>What another replica begins with: the blocks that it stands on are durable before its promises are (N2, E1).</summary>
    private void Keep(List<Promise> promises)
    {
        _parts.Stores.Blocks.Flush();
        promises.ForEach(_parts.Durable.Apply);
        _parts.Journal.Append(DurableState.Encode(promises));
        _parts.Journal.Flush();
    }

    /// <summary>Of this validator's journal: what an order names it by (D3); 0 when it was made at set-up.</summary>
    public ulong Incarnation => _parts.Durable.Incarnation;

    /// <summary>D2: the journal was made anew, and says nothing of what was signed before it.</summary>
    public bool MustRejoin => _parts.Durable.MustRejoin;

    /// <summary>D2: the chain has this journal's own Rejoin: all that was signed before is of an epoch that is over.</summary>
    public bool HasRejoined
        => State.Governance.Rejoined.TryGetValue(_setup.Name, out LastRejoin? last) && last.Incarnation == _parts.Durable.Incarnation;

    /// <summary>D2: another journal of this validator began anew later, and knows what was signed since: this one must not vote.</summary>
    /// <remarks>Blocks of before the epoch that the journal is in say nothing of it: theirs may be the Rejoin that it came after.</remarks>
    public bool IsOutdated
        => !_parts.Durable.MustRejoin
            && _parts.Durable.Epoch.Value <= State.NextEpoch.Number.Value
            && State.Governance.Rejoined.TryGetValue(_setup.Name, out LastRejoin? last) && last.Incarnation != _parts.Durable.Incarnation;

    /// <summary>Blocks whose receipts wait for more votes wait no longer: nobody sends those any more.</summary>
    private void SettleAll()
    {
        _nowMs += CanonicalCertificates.PatienceMs;
        SettleReceipts();
        _nowMs -= CanonicalCertificates.PatienceMs;
    }
}
