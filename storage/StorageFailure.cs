namespace Ledger.Storage;

/// <summary>The environment failed a write, a flush or a read: the process must end.</summary>
/// <remarks>
/// After a failed fsync the kernel may drop the dirty pages and report success to the next one, so nothing is retried
/// and the device refuses every further operation. Only a restart, which reads what is really there, goes on.
/// </remarks>
public sealed class StorageFailure : Exception
{
    public StorageFailure(string file, string operation, Exception? cause = null)
        : this(file, operation, DiskTroubles.Of(cause), cause?.Message ?? "", cause)
    {
    }

    public StorageFailure(string file, string operation, DiskTrouble trouble, string reason, Exception? cause = null)
        : base($"{trouble}: {operation} of {file} failed{(reason.Length > 0 ? $" ({reason.TrimEnd('.')})" : "")}. "
            + DiskTroubles.RemedyOf(trouble), cause)
    {
        File = file;
        Operation = operation;
        Trouble = trouble;
    }

    public string File { get; }

    public string Operation { get; }

    public DiskTrouble Trouble { get; }

    public string Remedy => DiskTroubles.RemedyOf(Trouble);
}
