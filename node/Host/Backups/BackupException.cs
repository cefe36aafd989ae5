using Ledger.Engine.Backups;
using Ledger.Protocol.Snapshots;

namespace Ledger.Node.Backups;

/// <summary>A backup is not taken: says which rule, in which file, where, and what to do.</summary>
/// <param name="why">What is wrong with a part that is not believed.</param>
public sealed class BackupException(BackupFault fault, string file, long offset, SnapshotFault why = SnapshotFault.None)
    : Exception($"{file} at byte {offset}: {WordsOf(fault)}{(why == SnapshotFault.None ? "" : $" ({why})")}. Nothing of it was used.")
{
    public BackupFault Fault { get; } = fault;

    /// <summary>Where the part begins that is wrong.</summary>
    public long Offset { get; } = offset;

    public SnapshotFault Why { get; } = why;

    private static string WordsOf(BackupFault fault) => fault switch
    {
        BackupFault.NotABackup => "it does not begin like a backup that is whole",
        BackupFault.NewerBackup => "a newer version of this program wrote it: use that, or a later one",
        BackupFault.ForeignBackup => "it is of another chain than genesisPath",
        BackupFault.BackupDamaged => "a part fails its checksum: use another copy",
        BackupFault.BackupTruncated => "it ends before its last part: use a copy that is whole",
        BackupFault.BackupTooLong => "there is something behind its last part",
        BackupFault.PartOutOfOrder => "a part is not the one that has to come here",
        BackupFault.PartNotBelieved => "a part does not follow from the genesis: whoever made it up, no quorum did",
        BackupFault.WrongBatch => "a batch is not the one that its block names",
        _ => throw new ArgumentOutOfRangeException(nameof(fault), fault, "No fault."),
    };
}
