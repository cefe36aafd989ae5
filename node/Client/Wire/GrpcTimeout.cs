using System.Globalization;

namespace Ledger.Client.Wire;

/// <summary>The <c>grpc-timeout</c> header: one to eight digits and a unit of H, M, S, m, u or n.</summary>
/// <remarks>Times are kept between zero and <see cref="Longest"/>: a later deadline is no deadline.</remarks>
public static class GrpcTimeout
{
    private const long LargestValue = 99_999_999;
    private const int MostDigits = 8;
    private const int NanosecondsPerTick = 100;

    /// <summary>A timeout is cut to this; a timer could not hold the largest the header can say.</summary>
    public static TimeSpan Longest { get; } = TimeSpan.FromDays(1);

    /// <summary>The header for a time still to go, rounded up to a whole unit.</summary>
    public static string Format(TimeSpan timeout)
    {
        long ticks = Math.Clamp(timeout.Ticks, 0, Longest.Ticks);
        long microseconds = DivideUp(ticks, TimeSpan.TicksPerMicrosecond);
        return microseconds <= LargestValue
            ? string.Create(CultureInfo.InvariantCulture, $"{microseconds}u")
            : string.Create(CultureInfo.InvariantCulture, $"{DivideUp(ticks, TimeSpan.TicksPerMillisecond)}m");
    }

    /// <summary>False when the header does not have the form above.</summary>
    public static bool TryParse(ReadOnlySpan<char> header, out TimeSpan timeout)
    {
        timeout = default;
        if (header.Length is < 2 or > MostDigits + 1
            || !long.TryParse(header[..^1], NumberStyles.None, CultureInfo.InvariantCulture, out long value)
            || TicksOf(value, header[^1]) is not { } ticks)
        {
            return false;
        }

        timeout = TimeSpan.FromTicks(Math.Min(ticks, Longest.Ticks));
        return true;
    }

    // Eight digits of hours are 3.6e18 ticks: inside a long, so nothing here overflows.
    private static long? TicksOf(long value, char unit) => unit switch
    {
        'H' => value * TimeSpan.TicksPerHour,
        'M' => value * TimeSpan.TicksPerMinute,
        'S' => value * TimeSpan.TicksPerSecond,
        'm' => value * TimeSpan.TicksPerMillisecond,
        'u' => value * TimeSpan.TicksPerMicrosecond,
        'n' => DivideUp(value, NanosecondsPerTick),
        _ => null,
    };

    private static long DivideUp(long value, long by) => (value + by - 1) / by;
}
