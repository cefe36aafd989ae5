using System.Numerics;
using System.Text.Json;

namespace Ledger.Node.Configuration;

/// <summary>The bounds of a number, judged while its line is read, so that the error can name the line.</summary>
internal static class Bound
{
    /// <exception cref="JsonException">The value is outside; the reader adds field and line.</exception>
    public static T Check<T>(T value, T least, T most)
        where T : INumber<T> =>
        value >= least && value <= most ? value : throw new JsonException($"is {least} to {most}, not {value}.");
}
