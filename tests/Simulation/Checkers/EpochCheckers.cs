using Ledger.Consensus;
using Ledger.Engine;
using Ledger.Protocol.Messages;
using Ledger.Protocol.Numbers;
using Ledger.Protocol.Validators;
using Ledger.Simulation.World;

namespace Ledger.Simulation.Checkers;

/// <summary>Those who watch what is said in one epoch, by the places of its set: it means nothing in another (E2).</summary>
public sealed class EpochCheckers
{
    private readonly SimulatedWorld _world;
    private readonly BlockBook _blocks;
    private readonly EquivocationChecker _equivocation;
    private readonly VoteTally _tally;
    private readonly VoteChecker _votes;
    private readonly PromiseChecker _promises;
    private readonly TimeoutChecker _timeouts;
    private readonly ulong[] _recovered;

    public EpochCheckers(SimulatedWorld world, BlockBook blocks, EpochConfiguration epoch)
    {
        int n = epoch.Validators.Size;
        (_world, _blocks, Epoch) = (world, blocks, epoch);
        _equivocation = new EquivocationChecker(n);
        _tally = new VoteTally(world, epoch);
        _votes = new VoteChecker(blocks, _tally, n, epoch);
        _promises = new PromiseChecker(blocks, _tally, n);
        _timeouts = new TimeoutChecker(n, epoch.Parameters);
        _recovered = new ulong[n];
    }

    public EpochConfiguration Epoch { get; }

    public bool HasRecovered(ValidatorIndex place) => _recovered[place.Value] != 0;

    /// <summary>D3: what it forgot binds it no longer; but it signs one thing in one place, and nothing below what it left.</summary>
    private void NoteRecovered(SimulatedNode node, ValidatorIndex at)
    {
        int place = at.Value;
        if (node.Engine!.Replica.Durable is { HasRecovered: true } durable && _recovered[place] != durable.Incarnation)
        {
            _recovered[place] = durable.Incarnation;
            _equivocation.Recovered(place);
            _votes.Recovered(place);
            _promises.Recovered(place);
        }
    }

    /// <summary>Whoever sent it.</summary>
    public void Said(Message message)
    {
        _blocks.Sent(message);
        _tally.Sent(message);
        if (message is NewView opened)
        {
            _votes.Opened(opened);
        }
    }

    /// <summary>An honest member sent it.</summary>
    public void Sent(SimulatedNode node, Message message, ulong head)
    {
        ValidatorIndex place = _world.Epochs.PlaceOf(node.Index, Epoch);
        NoteRecovered(node, place);
        _equivocation.Sent(place.Value, message);
        if (message is Vote vote && vote.Sender == place)
        {
            _votes.Sent(place.Value, vote, head);
            _promises.Sent(place.Value, vote, node.Engine!.Replica.Head.Height);
        }
    }

    /// <summary>A member is up again: its disk kept what it said.</summary>
    public void Started(SimulatedNode node, ValidatorIndex place)
    {
        NoteRecovered(node, place); // it may have come back before it said anything
        _equivocation.Started(place.Value);
        _timeouts.Started(node, place);
        Promise.Prepared? last = node.Engine!.Replica.Durable.LastPrepare;
        ulong durable = node.IsDamaged ? ulong.MaxValue / 2 : node.Receipts!.Chain.Head.Value;
        _votes.Started(place.Value, last, durable);
        if (!node.IsDamaged)
        {
            _promises.Started(node, place.Value);
        }
    }

    public void Turned(SimulatedNode node, ValidatorIndex place) => _timeouts.Turned(node, place);
}
