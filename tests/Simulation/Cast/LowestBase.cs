using Ledger.Protocol.Messages;
using Ledger.Protocol.Numbers;
using Ledger.Protocol.Validators;

namespace Ledger.Simulation.Cast;

/// <summary>The ViewChanges for the highest view heard of, and the quorum of them that gives its NewView the lowest base.</summary>
internal sealed class LowestBase
{
    /// <summary>Time for ViewChanges beyond the quorum to come in.</summary>
    public const ulong GatherMs = 60;

    private readonly Dictionary<ValidatorIndex, ViewChange> _changes = [];

    public View View { get; private set; }

    /// <summary>True when it is the first for a view above all before.</summary>
    public bool Note(ViewChange change)
    {
        bool isNew = change.View > View;
        if (isNew)
        {
            View = change.View;
            _changes.Clear();
        }

        if (change.View == View)
        {
            _changes[change.Sender] = change;
        }

        return isNew;
    }

    /// <param name="own">The primary's own, which hides what it knows.</param>
    public IReadOnlyList<ViewChange> QuorumWith(ViewChange own, ValidatorSet set)
    {
        List<ViewChange> lowest = [own];
        foreach (ViewChange change in _changes.Values.OrderBy(c => c.Highest?.Position ?? default))
        {
            if (!set.HasQuorum(SignersOf(lowest)))
            {
                lowest.Add(change);
            }
        }

        return lowest;
    }

    private static SignerSet SignersOf(IEnumerable<ViewChange> changes)
        => SignerSet.Of(changes.Select(c => c.Sender));
}
