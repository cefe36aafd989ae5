namespace Ledger.Storage;

/// <summary>The error numbers of Linux behind each <see cref="DiskTrouble"/>, and what the operator does.</summary>
public static class DiskTroubles
{
    private const int NotPermitted = 1;
    private const int Denied = 13;
    private const int FilesOfSystem = 23;
    private const int FilesOfProcess = 24;
    private const int NoSpace = 28;
    private const int ReadOnlySystem = 30;
    private const int Quota = 122;

    public static DiskTrouble Of(int errorNumber) => errorNumber switch
    {
        NoSpace or Quota => DiskTrouble.DiskFull,
        ReadOnlySystem => DiskTrouble.ReadOnly,
        Denied or NotPermitted => DiskTrouble.AccessDenied,
        FilesOfProcess or FilesOfSystem => DiskTrouble.DescriptorsExhausted,
        _ => DiskTrouble.DeviceError,
    };

    /// <summary>.NET keeps the error number of a failed call in HResult, of a denied one in that of the cause.</summary>
    public static DiskTrouble Of(Exception? cause) => cause switch
    {
        null => DiskTrouble.DeviceError,
        StorageFailure failure => failure.Trouble,
        UnauthorizedAccessException => DiskTrouble.AccessDenied,
        AggregateException { InnerException: { } inner } => Of(inner),
        _ => Of(cause.HResult),
    };

    public static string RemedyOf(DiskTrouble trouble) => trouble switch
    {
        DiskTrouble.DiskFull => "Free space or enlarge the volume, then start the node: nothing acknowledged is lost.",
        DiskTrouble.ReadOnly => "Mount the volume writable (look for disk errors in the kernel's log first), then start the node.",
        DiskTrouble.AccessDenied => "Give the file and its folder to the user that the node runs as.",
        DiskTrouble.DescriptorsExhausted => "Raise the limit of open files (LimitNOFILE= in systemd, ulimit -n), then start the node.",
        DiskTrouble.DeviceError => "Look for disk errors in the kernel's log; then start the node, which reads what is really there.",
        _ => throw new ArgumentOutOfRangeException(nameof(trouble), trouble, "no such trouble"),
    };
}
