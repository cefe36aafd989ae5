namespace Ledger.Engine.Backups;

/// <summary>Why a backup is not taken.</summary>
public enum BackupFault
{
    None = 0,

    /// <summary>The file does not begin like a backup, or what it begins with fails its checksum.</summary>
    NotABackup,

    /// <summary>The file was written by a newer version of this program.</summary>
    NewerBackup,

    /// <summary>It is of another chain.</summary>
    ForeignBackup,

    /// <summary>A part fails its checksum, or says that it is longer than any can be.</summary>
    BackupDamaged,

    /// <summary>The file ends before its last part does.</summary>
    BackupTruncated,

    /// <summary>There are bytes behind the last part.</summary>
    BackupTooLong,

    /// <summary>A part is not the one that has to come next.</summary>
    PartOutOfOrder,

    /// <summary>The outline does not follow from the genesis, or a part not from the outline; the snapshot's fault says how.</summary>
    PartNotBelieved,

    /// <summary>A batch is not the one that its block names.</summary>
    WrongBatch,
}
