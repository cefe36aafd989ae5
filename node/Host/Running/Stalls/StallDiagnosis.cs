using Ledger.Client.V1;
using Ledger.Protocol.Validators;

namespace Ledger.Node.Running;

/// <summary>Why nothing commits: a pure function of the facts, and of how long work has waited.</summary>
/// <remarks>
/// The first that holds is the cause: without votes nothing else matters; a wrong clock looks like a lack of progress; who
/// is behind waits for blocks, not for a view.
/// </remarks>
public static class StallDiagnosis
{
    /// <summary>Behind the chain for this long without a commit: before that a block is merely under way.</summary>
    public const ulong CatchUpMs = 2_000;

    /// <param name="workSinceMs">Since when something has waited to be ordered; null when nothing does.</param>
    public static Stall Of(StallFacts facts, ulong? workSinceMs) => facts.Mode switch
    {
        NodeMode.Following => OfFollower(facts),
        NodeMode.Rejoining => OfRejoin(facts),
        NodeMode.Restoring => facts.Peers.Any(p => p.Connected) ? new Stall(StallCause.CatchingUp) : new Stall(StallCause.NoSource),
        _ => OfVoter(facts, workSinceMs),
    };

    /// <summary>Who votes for nothing needs no quorum, only somebody to follow from; if it should vote, only its operator helps.</summary>
    private static Stall OfFollower(StallFacts facts)
        => facts.JournalOutdated ? new Stall(StallCause.JournalOutdated)
            : !facts.Peers.Any(p => p.Reachable) ? new Stall(StallCause.NoSource)
            : IsBehind(facts) ? new Stall(StallCause.CatchingUp)
            : Stall.None;

    /// <summary>Two view timeouts after the last commit every validator that has its promises has voted, or asked for a view.</summary>
    /// <remarks>No order helps (D3) while fewer are heard than would be a quorum with it; and who has just started hears nobody.</remarks>
    private static Stall OfRejoin(StallFacts facts)
        => IsBehind(facts) ? new Stall(StallCause.CatchingUp)
            : SinceCommit(facts) < 2 * facts.Parameters.BaseTimeoutMs || facts.OthersAreQuorum || !facts.WouldBeQuorum
                ? OfReach(facts) ?? Stall.None
            : new Stall(StallCause.RejoinImpossible);

    private static Stall OfVoter(StallFacts facts, ulong? workSinceMs)
        => OfReach(facts)
            ?? (IsClockWrong(facts) ? new Stall(StallCause.ClockDrift) : null)
            ?? (IsBehind(facts) ? new Stall(StallCause.CatchingUp) : null)
            ?? (facts.Participating ? null : new Stall(StallCause.ViewChange))
            ?? (IsStuck(facts, workSinceMs) ? new Stall(StallCause.NoProgress) : null)
            ?? Stall.None;

    /// <summary>
    /// A region is named when it alone is short and explains all that is missing; else the count is what matters.
    /// </summary>
    private static Stall? OfReach(StallFacts facts)
    {
        RegionMinimum[] tooFew = [.. facts.Set.Minimums.Where(m => facts.ReachableOf(m.Region.Code) < m.Minimum)];
        bool enough = facts.Reachable >= facts.Set.Quorum;
        bool oneRegion = tooFew.Length == 1
            && (enough || facts.Missing.All(p => p.Region == tooFew[0].Region.Code));
        return oneRegion ? new Stall(StallCause.RegionUnreachable, tooFew[0].Region.Code)
            : enough && tooFew.Length == 0 ? null
            : new Stall(StallCause.QuorumUnreachable);
    }

    /// <summary>Further off than a header may be (T0): behind, it cannot vote; ahead, nobody votes for its blocks.</summary>
    private static bool IsClockWrong(StallFacts facts)
    {
        ulong drift = facts.Parameters.MaximumDriftMs;
        return facts.HeadTimeMs > facts.NowMs + drift || facts.ClockOffsetMs > (long)drift;
    }

    private static bool IsBehind(StallFacts facts)
        => SinceCommit(facts) >= CatchUpMs
            && (facts.Decided || facts.Peers.Any(p => p.Reachable && p.Height > facts.Height + facts.Parameters.Window));

    /// <summary>Two view timeouts: one is what a primary may take, the next is its successor's.</summary>
    private static bool IsStuck(StallFacts facts, ulong? workSinceMs)
        => facts.NowMs - workSinceMs >= 2 * facts.Parameters.BaseTimeoutMs
            && SinceCommit(facts) >= 2 * facts.Parameters.BaseTimeoutMs;

    private static ulong SinceCommit(StallFacts facts) => facts.NowMs - (facts.LastCommitMs ?? facts.StartedMs);
}
