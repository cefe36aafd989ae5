namespace Ledger.Storage;

/// <summary>What the operator does about each fault: one table for messages, for FORMAT.md and for its test.</summary>
/// <remarks>
/// What is derived (state, index, anchors) repairs itself at the start. The truth (blocks, batches) is repaired on command:
/// were every validator to cut its own log by itself, what none of them has lost alone could be lost by all of them. A
/// promise is repaired from its second copy or not at all.
/// </remarks>
public static class Remedies
{
    /// <summary>One or two sentences.</summary>
    public static string Of(StorageFault fault) => fault switch
    {
        StorageFault.FileMissing => "Put the file back; if it is lost, run `ledger fsck --repair` on the stopped node.",
        StorageFault.FileExists => "Nothing is overwritten: use another folder.",
        StorageFault.HeaderDamaged or StorageFault.CorruptRecord or StorageFault.BatchMissing =>
            "Run `ledger fsck --repair` on the stopped node: it keeps what is damaged aside, and the node fetches it again "
            + "from its peers. Repair one validator at a time.",
        StorageFault.NewerFormat => "Run the program version that wrote the file, or a later one.",
        StorageFault.UnknownFormat => "Run the program version that wrote the file.",
        StorageFault.ForeignChain or StorageFault.ForeignValidator =>
            "Correct dataDirectory or genesisPath in the configuration; never run one validator on another's folder.",
        StorageFault.ForeignSecret => "Put back the node.secret that was made with this folder, or the file that belongs here.",
        StorageFault.MisplacedFile => "Give the files of the folder their own names back.",
        StorageFault.SecretDamaged => "Put back the node.secret that was made with this folder: all its checksums start from it.",
        StorageFault.JournalMissing or StorageFault.JournalDamaged =>
            "Promises may be lost: `ledger run` makes a new journal and the validator rejoins before it signs again (PROTOCOL.md D2). "
            + "If the journal itself was only moved, put it back first; never an older copy of it.",
        StorageFault.IndexDamaged => "Restart the node: the index is rebuilt from the leaf records.",
        StorageFault.RestoreUnfinished =>
            "Run `ledger restore` again: it begins anew. Or empty the folder, and the node fetches all from its peers.",
        _ => throw new ArgumentOutOfRangeException(nameof(fault), fault, "no such fault"),
    };
}
