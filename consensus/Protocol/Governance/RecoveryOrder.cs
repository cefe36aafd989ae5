using Ledger.Protocol.Encoding;
using Ledger.Protocol.Numbers;
using Ledger.Protocol.Validators;

namespace Ledger.Protocol.Governance;

/// <summary>What operators decide when more journals are lost than a chain can go on without, since protocol version 2.</summary>
/// <remarks>
/// PROTOCOL.md D3. The body of a <see cref="GovernanceAction.Later"/> of kind 10, alone in its change: epoch u32, view u64, count u8,
/// then each lost journal as the name of its validator and its incarnation u64, in the order of the names. It counts before it is in
/// any block: without it there would be none.
/// </remarks>
/// <param name="Epoch">The epoch in which they were lost, and in which those that are left stand.</param>
/// <param name="View">
/// The view from which the new journals may sign: <see cref="ViewMargin"/> above those that the others were in after the loss, so
/// that nobody can have asked for it before.
/// </param>
public sealed record RecoveryOrder(Epoch Epoch, View View, IReadOnlyList<LostJournal> Lost)
{
    /// <summary>How far above the view of a validator that lost nothing an order's view is.</summary>
    /// <remarks>No honest validator asks for more than the view after one that another honest one asks for (V1).</remarks>
    public const ulong ViewMargin = 1_000;

    internal const byte Kind = 10;

    /// <summary>An order may name this much less than <see cref="ViewMargin"/>, for what was asked for while it was signed.</summary>
    public const ulong LeastMargin = 100;

    /// <param name="here">The view of a validator that lost nothing, as it says itself after the loss.</param>
    public static RecoveryOrder After(Epoch epoch, View here, IEnumerable<LostJournal> lost)
        => new(epoch, new View(here.Value + ViewMargin), [.. lost.OrderBy(l => l.Name, StringComparer.Ordinal)]);

    public GovernanceAction.Later ToAction()
    {
        WireWriter writer = new WireWriter().Epoch(Epoch).View(View).U8((byte)Lost.Count);
        foreach (LostJournal lost in Lost)
        {
            writer.Text(lost.Name).U64(lost.Incarnation);
        }

        return new GovernanceAction.Later(Kind, writer.ToArray());
    }

    /// <summary>The order that a change is; null when it is another, or its bytes are none.</summary>
    public static RecoveryOrder? Of(GovernanceChange change)
    {
        if (change.Actions is not [GovernanceAction.Later { Kind: Kind } action])
        {
            return null;
        }

        WireReader reader = new(action.Body.Span);
        (Epoch epoch, View view) = (reader.Epoch(), reader.View());
        List<LostJournal> lost = [];
        for (int left = reader.U8(); left > 0 && !reader.Failed; left--)
        {
            lost.Add(new LostJournal(reader.Text(), reader.U64()));
        }

        return reader.Finish() == DecodeFault.None ? new RecoveryOrder(epoch, view, lost) : null;
    }

    /// <summary>Whether the journals could be lost without all that a quorum ever signed being lost with them.</summary>
    /// <remarks>Every quorum has a member that is not named: what may be final, that member can show.</remarks>
    public GovernanceFault Judge(ValidatorSet set)
    {
        bool inOrder = Lost.Zip(Lost.Skip(1)).All(pair => string.CompareOrdinal(pair.First.Name, pair.Second.Name) < 0);
        return Lost.Count == 0 || !inOrder || Lost.Any(l => l.Incarnation == 0) ? GovernanceFault.Malformed
            : Lost.Any(l => set.Find(l.Name) is null) ? GovernanceFault.UnknownValidator
            : set.HasQuorum(MembersIn(set)) ? GovernanceFault.NobodyLeft
            : GovernanceFault.None;
    }

    public SignerSet MembersIn(ValidatorSet set) => set.FindAll(Lost.Select(l => l.Name));

    /// <summary>Whether it is the very journal that the order lets sign again.</summary>
    public bool Names(string validator, ulong incarnation) => Lost.Contains(new LostJournal(validator, incarnation));
}

/// <summary>The journal that a validator has in the place of one that it lost.</summary>
/// <param name="Incarnation">Drawn when it was made, after the loss; never 0.</param>
public readonly record struct LostJournal(string Name, ulong Incarnation);
