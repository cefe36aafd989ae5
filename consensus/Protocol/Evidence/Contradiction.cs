using Ledger.Protocol.Certificates;
using Ledger.Protocol.Numbers;

namespace Ledger.Protocol.Evidence;

/// <summary>When statements contradict each other: asked by the replica that hears them and by whoever judges the evidence.</summary>
public static class Contradiction
{
    /// <summary>Two different things said in one place, where an honest validator speaks once.</summary>
    public static bool IsBetween(in Statement first, in Statement second)
        => first.Type == second.Type && first.View == second.View && first.Height == second.Height
            && first.Subject != second.Subject;

    /// <summary>Whoever signs a Commit holds its certificate for ever (N4), so every later ViewChange carries it or a higher one.</summary>
    /// <param name="highest">The highest certificate that the ViewChange names.</param>
    public static bool IsHidden(in Statement commit, View left, QuorumCertificate? highest)
        => commit.Type == StatementType.Commit && commit.View < left
            && (highest is null || highest.Position < new Position(commit.View, commit.Height));

    /// <summary>Every base of a view stands at or above all that was committed in the views before, whichever NewView it is of.</summary>
    public static bool IsBelow(in Statement prepare, QuorumCertificate committed)
        => prepare.Type == StatementType.Prepare && committed.IsCommit && prepare.View > committed.View
            && (prepare.Height < committed.Height
                || (prepare.Height == committed.Height && prepare.Subject != committed.Block));
}
