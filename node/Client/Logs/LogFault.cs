namespace Ledger.Client.Logs;

/// <summary>Why a log is not believed, or not read.</summary>
public enum LogFault
{
    None = 0,

    /// <summary>No server answered, or not in time.</summary>
    Unreachable,

    /// <summary>There is no checkpoint yet, or a tile that a checkpoint speaks of is missing.</summary>
    NotThere,

    /// <summary>The bytes are no note, no tile or no bundle, or more than there may be.</summary>
    Malformed,

    /// <summary>The policy does not believe the checkpoint; the message says why.</summary>
    NotBelieved,

    /// <summary>Tiles or entries do not lead to the root of a believed checkpoint: whoever serves them lies, or is damaged.</summary>
    NotOfRoot,

    /// <summary>A witness did not cosign, or answered with what is no line of its key.</summary>
    WitnessRefused,

    /// <summary>The leaf is not in the log.</summary>
    NoSuchLeaf,

    /// <summary>Of two believed checkpoints neither tree begins with the other: more than f validators lie. Kept as evidence.</summary>
    Fork,

    /// <summary>A server shows less than it showed before: it lost leaves, or hides them. Kept as evidence.</summary>
    Rollback,
}
