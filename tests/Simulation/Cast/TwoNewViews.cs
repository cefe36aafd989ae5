using Ledger.Protocol.Messages;
using Ledger.Protocol.Numbers;
using Ledger.Protocol.Validators;

namespace Ledger.Simulation.Cast;

/// <summary>Opens its view for some as it should, and for the others on the lowest base that it can bring together.</summary>
/// <remarks>It waits for more ViewChanges than it needs, and adds one of its own that hides what it knows.</remarks>
public sealed class TwoNewViews(IStage stage) : Adversary(stage)
{
    /// <summary>Time for ViewChanges beyond the quorum to come in.</summary>
    private const ulong GatherMs = 60;

    private readonly Dictionary<ValidatorIndex, ViewChange> _changes = [];
    private View _view;
    private int _otherSide;

    public override void Say(ValidatorIndex to, Message message)
    {
        if (message is NewView opened && opened.Sender == Stage.Self)
        {
            Stage.Later(GatherMs, () => Open(to, opened));
        }
        else
        {
            Transmit(to, message);
        }
    }

    public override bool Hears(Message message)
    {
        if (message is ViewChange change && change.View >= _view)
        {
            if (change.View > _view)
            {
                _view = change.View;
                _changes.Clear();
                _otherSide = Stage.Random.Below(1 << Stage.Genesis.Validators.Size);
            }

            _changes[change.Sender] = change;
        }

        return true;
    }

    /// <summary>To those on the other side the second; now and then both.</summary>
    private void Open(ValidatorIndex to, NewView opened)
    {
        bool other = opened.View == _view && (_otherSide >> to.Value & 1) != 0;
        Transmit(to, other ? Second(opened) : opened);
        if (other && Stage.Random.Chance(300))
        {
            Transmit(to, opened);
        }
    }

    private NewView Second(NewView opened)
    {
        List<ViewChange> lowest = [MakeViewChange(opened.View, null, null)];
        foreach (ViewChange change in _changes.Values.OrderBy(c => c.Highest?.Position ?? default))
        {
            if (!Stage.Genesis.Validators.HasQuorum(SignersOf(lowest)))
            {
                lowest.Add(change);
            }
        }

        return MakeNewView(opened.View, lowest);
    }

    private static SignerSet SignersOf(IEnumerable<ViewChange> changes)
        => changes.Aggregate(SignerSet.Empty, (set, change) => set.With(change.Sender));
}
