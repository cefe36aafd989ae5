using System.Diagnostics;

namespace Ledger.Client;

/// <summary>A moment by which something must be done, on the monotonic clock.</summary>
public readonly struct Deadline
{
    private readonly long _start;
    private readonly TimeSpan _span;

    private Deadline(long start, TimeSpan span) => (_start, _span) = (start, span);

    public TimeSpan Remaining
        => _span - Stopwatch.GetElapsedTime(_start) is var rest && rest > TimeSpan.Zero ? rest : TimeSpan.Zero;

    public bool Passed => Remaining == TimeSpan.Zero;

    public static Deadline After(TimeSpan span) => new(Stopwatch.GetTimestamp(), span);

    /// <summary>What is left, or <paramref name="longest"/> when that is less.</summary>
    public TimeSpan AtMost(TimeSpan longest) => Remaining < longest ? Remaining : longest;
}
