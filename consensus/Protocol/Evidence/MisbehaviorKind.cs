namespace Ledger.Protocol.Evidence;

/// <summary>What no honest validator signs, as far as a third party can prove it. The numbers are frozen.</summary>
/// <remarks>
/// Statements carry no order, and nobody can prove that something was not said. So these are no evidence, though they break
/// rules: a vote below a view already left (V2), because it may have been signed before; a Prepare whose parent is not the last
/// prepared block (N2), because a certificate that only the accused holds would allow it by (c); a Prepare beside the base of one
/// NewView (V4), because the primary may have sent the accused another. What remains of N2 and V4 are the two kinds below.
/// </remarks>
public enum MisbehaviorKind : byte
{
    None = 0,

    /// <summary>Two PrePrepares in one view at one height (N7).</summary>
    TwoProposals = 1,

    /// <summary>Two Prepares in one view at one height (N2).</summary>
    TwoPrepares = 2,

    /// <summary>Two Commits in one view at one height (N4).</summary>
    TwoCommits = 3,

    /// <summary>Two ViewChanges for one view (V2).</summary>
    TwoViewChanges = 4,

    /// <summary>Two NewViews for one view (V3, N7).</summary>
    TwoNewViews = 5,

    /// <summary>A ViewChange whose highest certificate is below its signer's Commit of an earlier view (N4, V2).</summary>
    HiddenCommit = 6,

    /// <summary>A Prepare at or below a block committed in an earlier view, not of that block: below every base (V4).</summary>
    PreparedBelowCommit = 7,
}
