namespace Ledger.Storage;

/// <summary>The environment failed a write, a flush or a read: the process must end.</summary>
/// <remarks>
/// After a failed fsync the kernel may drop the dirty pages and report success to the next one, so nothing is retried
/// and the device refuses every further operation. Only a restart, which reads what is really there, goes on.
/// </remarks>
public sealed class StorageFailure(string file, string operation, Exception? cause = null)
    : Exception($"{operation} of {file} failed; the process must end and recover from what is on disk.", cause)
{
    public string File { get; } = file;

    public string Operation { get; } = operation;
}
