namespace Ledger.Simulation.Cast;

/// <summary>The kinds of adversary, each a file of its own. In words: <c>equivocating-primary</c>.</summary>
public enum Role
{
    /// <summary>Proposes two chains of blocks, each to some validators, and votes for both.</summary>
    EquivocatingPrimary,

    /// <summary>Signs two votes for each place, and a vote for whatever anybody proposes.</summary>
    VoteEquivocator,

    /// <summary>Says nothing as primary.</summary>
    MutePrimary,

    /// <summary>As primary commits something small just before the others' patience ends, for ever.</summary>
    SlowPrimary,

    /// <summary>Opens its view twice, on different bases.</summary>
    TwoNewViews,

    /// <summary>Asks for ever higher views, and for the highest there can be.</summary>
    ViewSpammer,

    /// <summary>Says again what was true long ago.</summary>
    StaleReplayer,

    /// <summary>Hides its certificates from some when it leaves a view.</summary>
    ViewChangeLiar,

    /// <summary>Proposes batches that it gives to nobody, or only to some.</summary>
    BatchWithholder,

    /// <summary>Proposes blocks whose header is not what execution gives.</summary>
    WrongRootPrimary,

    /// <summary>Proposes blocks of a time to come.</summary>
    FutureClock,

    /// <summary>Sends noise: random bytes, and real frames cut short, changed or grown.</summary>
    GarbageSender,

    /// <summary>Says that blocks were decided which were not.</summary>
    CertificateForger,

    /// <summary>Proposes again what stood in views before its own.</summary>
    PastProposer,

    /// <summary>Serves snapshots of a chain that is not this one, and pieces that are not those asked for.</summary>
    PieceForger,

    /// <summary>Two honest machines under one key, each with a disk of its own.</summary>
    Twin,

    /// <summary>Serves what is not the chain's too, but one kind of thing at a time. Not drawn by seeds.</summary>
    PatientForger,

    /// <summary>Cosigns trees that are not the chain's, or nothing. Not drawn alone: any adversary may do so too.</summary>
    FalseCosigner,
}
