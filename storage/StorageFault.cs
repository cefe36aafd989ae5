namespace Ledger.Storage;

/// <summary>What recovery or a read can find wrong with stored bytes; each has its remedy in <see cref="Remedies"/>.</summary>
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

    /// <summary>The file was written by a version that this program does not read.</summary>
    UnknownFormat,

    /// <summary>The file was made under another node secret: it comes from another data directory.</summary>
    ForeignSecret,

    /// <summary>A whole file under the name of another: files were swapped or renamed.</summary>
    MisplacedFile,

    /// <summary>The node secret is not 32 bytes.</summary>
    SecretDamaged,

    /// <summary>A value of the commitment index is not what was written.</summary>
    IndexDamaged,

    /// <summary>A restore of the data directory was cut: nothing of it is whole.</summary>
    RestoreUnfinished,
}
