namespace Ledger.Simulation.World;

/// <summary>Everything that a world can be made to suffer.</summary>
public enum FaultKind
{
    /// <summary>A frame does not arrive.</summary>
    Loss,

    /// <summary>A frame arrives twice.</summary>
    Duplicate,

    /// <summary>A frame is late, and others overtake it.</summary>
    Straggler,

    /// <summary>A link holds everything for a while, then lets it go in order.</summary>
    Clog,

    /// <summary>Two sides that do not hear each other.</summary>
    Partition,

    /// <summary>One side that is not heard by the other.</summary>
    OneWayPartition,

    /// <summary>A region cut off from the others.</summary>
    RegionCutOff,

    /// <summary>One node cut off.</summary>
    NodeCutOff,

    /// <summary>A process ends; the machine keeps what was written.</summary>
    Kill,

    /// <summary>A machine loses its power between two turns.</summary>
    PowerCut,

    /// <summary>A machine loses its power in the middle of a turn: writes torn, messages half sent.</summary>
    PowerCutInTurn,

    /// <summary>Power fails on the way back up.</summary>
    PowerCutAtStart,

    /// <summary>All machines lose their power at once.</summary>
    PowerCutOfAll,

    /// <summary>A sector of one of the journal's two copies goes bad (D1).</summary>
    JournalSector,

    /// <summary>A sector of a log goes bad: refused by name or cut, repaired by the operator, fetched from the peers.</summary>
    LogSector,

    /// <summary>Promises are gone in both copies: the node goes on as one that does not vote, and rejoins (D2).</summary>
    JournalLost,

    /// <summary>All of a node's files are gone.</summary>
    DataLost,

    /// <summary>So many lose their promises at once that the rest is no quorum: an order of the operators brings them back (D3).</summary>
    ManyLost,

    /// <summary>The journal from before a rejoin is put back: the node sees it by the chain, and votes for nothing (D2).</summary>
    OldJournal,

    /// <summary>Another epoch begins: other validators, keys or parameters, or somebody rejoins.</summary>
    Change,

    /// <summary>Flushes take long.</summary>
    SlowDisk,

    /// <summary>Clocks that do not show the same time, or do not run at the same rate.</summary>
    Clock,
}
