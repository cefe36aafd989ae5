namespace Ledger.Tests.Unit.Tidy;

/// <summary>What the deterministic core may not name, and where that core is.</summary>
/// <remarks>
/// Every validator must compute the same bytes from the same inputs, and the simulator must be able to run the core
/// again from a seed. Time, randomness, threads, disks and networks are passed in from outside, and so stay outside.
/// </remarks>
public static class Purity
{
    public static readonly string[] Core = ["consensus/Protocol", "consensus/Pbft", "node/Engine"];

    private static readonly HashSet<string> Banned =
    [
        // clocks and timers
        "DateTime", "DateTimeOffset", "DateOnly", "TimeOnly", "Stopwatch", "TimeProvider", "Timer", "PeriodicTimer",

        // randomness and identity
        "Random", "RandomNumberGenerator", "Guid",

        // the machine around the process
        "Environment", "Process", "Console", "AppContext",

        // threads, tasks and locks
        "Thread", "ThreadPool", "ThreadLocal", "ThreadStatic", "AsyncLocal", "Task", "ValueTask", "async", "await",
        "Parallel", "lock", "Lock", "Monitor", "Mutex", "Interlocked", "Volatile", "volatile", "Semaphore",
        "SemaphoreSlim", "ReaderWriterLockSlim", "ManualResetEventSlim", "AutoResetEvent", "SpinLock",

        // files
        "File", "FileInfo", "FileStream", "RandomAccess", "Directory", "DirectoryInfo", "StreamReader", "StreamWriter",

        // networks
        "Socket", "TcpClient", "TcpListener", "UdpClient", "NetworkStream", "SslStream", "HttpClient", "Dns",

        // hashes that differ from process to process
        "GetHashCode", "HashCode",

        // floating point
        "float", "double", "decimal", "Half", "Single", "Double", "Decimal", "MathF",
    ];

    // Their first word alone is a word of the protocol, or has deterministic members too.
    private static readonly HashSet<(string Type, string Member)> BannedMembers =
    [
        ("Path", "Combine"), ("Path", "Join"), ("Path", "GetFullPath"),
        ("Path", "GetTempPath"), ("Path", "GetTempFileName"),
        ("Math", "Sqrt"), ("Math", "Pow"), ("Math", "Exp"), ("Math", "Log"), ("Math", "Log2"), ("Math", "Log10"),
        ("Math", "Floor"), ("Math", "Ceiling"), ("Math", "Round"), ("Math", "Truncate"),
    ];

    /// <summary>One line per offence: path, line and the word; nothing for a file outside the core.</summary>
    public static IEnumerable<string> Offences(SourceFile file)
    {
        if (!file.IsCSharp || !file.IsUnder(Core))
        {
            yield break;
        }

        IReadOnlyList<Token> tokens = Tokens.Of(file.Text);
        for (int i = 0; i < tokens.Count; i++)
        {
            if (IsBanned(tokens, i))
            {
                yield return $"{file.Path}:{tokens[i].Line} names {tokens[i].Text}";
            }
        }
    }

    private static bool IsBanned(IReadOnlyList<Token> tokens, int i)
        => tokens[i].IsFractional
            || Banned.Contains(tokens[i].Text)
            || (i + 2 < tokens.Count
                && tokens[i + 1].Text == "."
                && BannedMembers.Contains((tokens[i].Text, tokens[i + 2].Text)));
}
