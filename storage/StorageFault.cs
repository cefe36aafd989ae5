namespace Ledger.Storage;

/// <summary>What recovery or a read can find wrong with stored bytes; each has a remedy in storage/FORMAT.md.</summary>
public enum StorageFault
{
    /// <summary>The file is not there.</summary>
    FileMissing = 1,

    /// <summary>The file to be created is already there.</summary>
    FileExists,

    /// <summary>The file header fails its checksum or names another format.</summary>
    HeaderDamaged,

    /// <summary>The file was written by a newer version of this program.</summary>
    NewerFormat,

    /// <summary>The file belongs to another chain.</summary>
    ForeignChain,

    /// <summary>The journal belongs to another validator.</summary>
    ForeignValidator,

    /// <summary>A record that was flushed is bad, and later records are good: not a torn tail.</summary>
    CorruptRecord,

    /// <summary>No journal: the validator must not sign anything until it has rejoined (PROTOCOL.md D2).</summary>
    JournalMissing,

    /// <summary>Both copies of a flushed promise are bad (PROTOCOL.md D1): rejoin.</summary>
    JournalDamaged,

    /// <summary>A flushed block names a batch that is not in the batch log.</summary>
    BatchMissing,
}
