using Ledger.Cryptography.Hashing;
using Ledger.Protocol.Numbers;

namespace Ledger.Consensus.Safety;

/// <summary>What may be prepared: PROTOCOL.md N2, V4 and E1 as one pure function, to be reviewed before anything else.</summary>
public static class PrepareRule
{
    public static PrepareVerdict Judge(in PrepareQuestion ask)
    {
        Position position = new(ask.View, ask.Block.Height);
        if (!ask.IsOfEpoch)
        {
            return PrepareVerdict.OtherEpoch;
        }

        if (ask.View < ask.Asked)
        {
            return PrepareVerdict.ViewLeft;
        }

        if (ask.LastPrepare is { } last && position <= last)
        {
            return PrepareVerdict.NotAboveLastPrepare;
        }

        if (ask.Block.Height > ask.Committed + ask.Window)
        {
            return PrepareVerdict.BeyondWindow;
        }

        if (ask.Base is { } floor && ask.Block.Height <= floor.Height && ask.Block != floor)
        {
            return PrepareVerdict.AtOrBelowBase;
        }

        return IsConnected(ask) ? PrepareVerdict.Allowed : PrepareVerdict.NotConnected;
    }

    private static bool IsConnected(in PrepareQuestion ask)
    {
        bool preparedHere = ask.LastPrepare is { } last && last.View == ask.View;
        bool a = !preparedHere && ask.Base is { } start && (ask.Block == start || ask.Parent == start.Hash);
        bool b = preparedHere && ask.Parent == ask.LastPreparedHash;
        bool c = ask.ParentCertifiedInView
            && (!preparedHere || new Height(ask.Block.Height.Value - 1) >= ask.LastPrepare!.Value.Height);
        return a || b || c;
    }
}

/// <summary>Everything N2, V4 and E1 look at.</summary>
/// <param name="IsOfEpoch">The block's header is under the configuration of this replica's epoch, so its parent did not end it.</param>
/// <param name="View">The replica's current view.</param>
/// <param name="Asked">The highest view it sent a ViewChange for.</param>
/// <param name="LastPrepare">Where its durable last Prepare stands, with <paramref name="LastPreparedHash"/>.</param>
/// <param name="Committed">
/// The durably committed height. Were it the head in memory, a crash of all that takes the tails of their block logs could
/// leave base(view) more than W above every head, with nobody allowed to prepare it and no certificate within W of it.
/// </param>
/// <param name="Base">base(view) of an adopted NewView; null when it is not known.</param>
/// <param name="ParentCertifiedInView">The parent has a PreparedCertificate or CommitCertificate of this view.</param>
public readonly record struct PrepareQuestion(
    bool IsOfEpoch,
    View View,
    View Asked,
    Position? LastPrepare,
    Digest LastPreparedHash,
    Height Committed,
    ulong Window,
    BlockRef? Base,
    BlockRef Block,
    Digest Parent,
    bool ParentCertifiedInView);

/// <summary>The answer of <see cref="PrepareRule"/>.</summary>
public enum PrepareVerdict
{
    Allowed,

    /// <summary>Of an epoch whose first block nobody votes for before its last one is durably committed (E1).</summary>
    OtherEpoch,

    /// <summary>A ViewChange for a higher view was sent (V2).</summary>
    ViewLeft,

    /// <summary>Not lexicographically above the durable last Prepare (N2).</summary>
    NotAboveLastPrepare,

    /// <summary>Above the durably committed height plus W: held, not invalid (N2).</summary>
    BeyondWindow,

    /// <summary>Another block at or below base's height (V4).</summary>
    AtOrBelowBase,

    /// <summary>None of N2 (a), (b), (c).</summary>
    NotConnected,
}
