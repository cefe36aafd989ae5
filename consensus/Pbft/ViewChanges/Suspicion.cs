using Ledger.Protocol.Numbers;

namespace Ledger.Consensus;

/// <summary>Why a replica asked for another view (PROTOCOL.md V1).</summary>
public enum SuspicionReason
{
    None = 0,

    /// <summary>The view's timer fired while work was pending.</summary>
    Timeout = 1,

    /// <summary>A proposal does not execute to its header.</summary>
    InvalidProposal = 2,

    /// <summary>The primary proposed two blocks in one place.</summary>
    Equivocation = 3,

    /// <summary>A held batch was left out of 64 blocks that had room.</summary>
    Starvation = 4,

    /// <summary>This validator is the primary, and may not propose in a view that it had spoken in before a restart (N7).</summary>
    SilencedPrimary = 5,

    /// <summary>f+1 validators asked, which an honest one is among; this one had no reason of its own.</summary>
    Joined = 6,

    /// <summary>The operators' order for lost journals names the view (D3).</summary>
    Ordered = 7,
}

/// <summary>The first step out of a view: told for people, decided nothing by.</summary>
/// <param name="View">The view that was given up on.</param>
/// <param name="Asked">The view asked for instead.</param>
public readonly record struct Suspicion(SuspicionReason Reason, View View, View Asked);
