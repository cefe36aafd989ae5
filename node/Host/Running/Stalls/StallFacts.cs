using Ledger.Client.V1;
using Ledger.Protocol.Validators;

namespace Ledger.Node.Running;

/// <summary>All that a diagnosis looks at, taken between two turns.</summary>
/// <param name="Region">This validator's own region; it reaches itself. Empty when it is none.</param>
/// <param name="NowMs">The node's clock, which never goes back.</param>
/// <param name="StartedMs">When this process began, on the same clock.</param>
/// <param name="LastCommitMs">When a block was last committed here; null for none since the start.</param>
/// <param name="WorkWaits">A transaction or a batch waits to be ordered.</param>
/// <param name="Decided">A commit certificate above the head is known.</param>
/// <param name="Participating">False while a view is waited for.</param>
/// <param name="HeadTimeMs">The latest block time seen, committed or only proposed.</param>
/// <param name="ClockOffsetMs">This node's clock less the times of blocks by others as they commit; null when unknown.</param>
public sealed record StallFacts(
    ValidatorSet Set,
    ChainParameters Parameters,
    string Region,
    IReadOnlyList<PeerFact> Peers,
    ulong NowMs,
    ulong StartedMs,
    ulong? LastCommitMs,
    ulong Height,
    bool WorkWaits,
    bool Decided,
    bool Participating,
    ulong HeadTimeMs,
    long? ClockOffsetMs)
{
    /// <summary>What this node is to the chain.</summary>
    public NodeMode Mode { get; init; } = NodeMode.Voting;

    /// <summary>It has a place in the set, and the journal of an earlier time (D2).</summary>
    public bool JournalOutdated { get; init; }

    public IEnumerable<PeerFact> Members => Peers.Where(p => p.IsMember);

    public IEnumerable<PeerFact> Missing => Members.Where(p => !p.Reachable);

    /// <summary>Validators whose votes this one can count on, itself among them if it votes.</summary>
    public int Reachable => Members.Count(p => p.Reachable) + (Mode == NodeMode.Voting ? 1 : 0);

    /// <summary>How many of a region are reachable.</summary>
    public int ReachableOf(string region)
        => Members.Count(p => p.Reachable && p.Region == region) + (Mode == NodeMode.Voting && region == Region ? 1 : 0);

    /// <summary>Whether those that are heard would be a quorum with this node, if all of them voted.</summary>
    public bool WouldBeQuorum
        => Set.HasQuorum(Set.FindAll(Set.Validators.Select(v => v.Name).Except(Missing.Select(p => p.Name))));

    /// <summary>Others that were heard to vote and still are heard: whether they are a quorum without this node.</summary>
    public bool OthersAreQuorum => Set.HasQuorum(Set.FindAll(Members.Where(p => p.Reachable && p.Votes).Select(p => p.Name)));
}
