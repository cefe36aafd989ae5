using System.Diagnostics;

namespace Ledger.Testnet.Links;

/// <summary>When bytes of one direction of a link are due at its far end. Thread-safe.</summary>
/// <remarks>The connections of a link share its bandwidth: each byte waits for those taken in before it.</remarks>
internal sealed class LinkMeter(LinkShape shape)
{
    private static readonly double TicksPerMillisecond = Stopwatch.Frequency / 1000.0;

    private readonly Lock _gate = new();
    private long _freeAt;

    /// <summary>The stopwatch's time at which so many bytes, taken in now, are passed on.</summary>
    public long DueAt(int bytes)
    {
        lock (_gate)
        {
            _freeAt = Math.Max(_freeAt, Stopwatch.GetTimestamp());
            if (shape.BytesPerSecond is { } rate)
            {
                _freeAt += (long)((double)bytes / rate * Stopwatch.Frequency);
            }

            return _freeAt + (long)(shape.OneWayDelayMs * TicksPerMillisecond);
        }
    }

    /// <summary>Waits until a time of <see cref="DueAt"/>, never less.</summary>
    public static async Task WaitUntilAsync(long due, CancellationToken cancellation)
    {
        for (long left = due - Stopwatch.GetTimestamp(); left > 0; left = due - Stopwatch.GetTimestamp())
        {
            await Task.Delay(Math.Max(1, (int)(left / TicksPerMillisecond)), cancellation);
        }
    }
}
