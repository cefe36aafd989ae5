namespace Ledger.Node.Running;

/// <summary>Another node as this one knows it now: a validator of the epoch, or a neighbour.</summary>
/// <param name="Connected">Both lanes to it are open. A cut that resets nothing leaves them open for a while.</param>
/// <param name="HeardMsAgo">Since its last message; null when it was never heard since the start.</param>
/// <param name="Height">The committed height it told last.</param>
/// <param name="View">The view it told last.</param>
public sealed record PeerFact(string Name, string Region, bool Connected, ulong? HeardMsAgo, ulong Height, ulong View = 0)
{
    /// <summary>A validator of the epoch; its region is known.</summary>
    public bool IsMember { get; init; } = true;

    /// <summary>It was heard to vote in this epoch, or to ask for a view: it has its promises.</summary>
    public bool Votes { get; init; }

    /// <summary>The highest protocol version of its program, as it says itself; 0 when it never called.</summary>
    public uint Protocol { get; init; }

    /// <summary>
    /// Who has not been heard for this long is not reachable: twelve heartbeats, so that neither a slow flush nor a
    /// busy machine looks like a cut.
    /// </summary>
    public const ulong UnheardMs = 3_000;

    /// <summary>Both ways work: it can be sent to, and it is heard.</summary>
    public bool Reachable => Connected && HeardMsAgo < UnheardMs;
}
