using System.Diagnostics;

namespace Ledger.Node.Running;

/// <summary>Unix milliseconds that never go back: the wall clock at the start plus what a monotonic clock counted since.</summary>
public sealed class NodeClock
{
    private readonly long _startMs = DateTimeOffset.UtcNow.ToUnixTimeMilliseconds();
    private readonly long _startTicks = Stopwatch.GetTimestamp();

    public ulong NowMs => (ulong)(_startMs + (long)Stopwatch.GetElapsedTime(_startTicks).TotalMilliseconds);
}
