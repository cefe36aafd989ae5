namespace Ledger.Engine.Backups;

/// <summary>What a backup is made of, in this order. The numbers are frozen (storage/FORMAT.md).</summary>
public enum BackupPart : byte
{
    None = 0,

    /// <summary>A <see cref="Protocol.Snapshots.SnapshotOutline"/>: what all that follows is checked against. One.</summary>
    Outline = 1,

    /// <summary>The first height of the run whose batches follow, or 0; then a run of blocks as snapshots have it.</summary>
    Blocks = 2,

    /// <summary>The bytes of a batch: those of the run before, in the order of its blocks.</summary>
    Batch = 3,

    /// <summary>Leaf records of one subtree of the anchor log.</summary>
    Leaves = 4,

    /// <summary>The entries of one part of the state map.</summary>
    Entries = 5,

    /// <summary>Nothing: so that a file that was cut is not taken for a whole one.</summary>
    End = 6,
}
