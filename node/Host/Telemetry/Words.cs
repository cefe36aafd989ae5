using System.Text.Json;

namespace Ledger.Node.Telemetry;

/// <summary>Values of enums as labels and fields: <c>bad_signature</c>.</summary>
public static class Words
{
    public static string Of<T>(T value)
        where T : struct, Enum
        => JsonNamingPolicy.SnakeCaseLower.ConvertName(value.ToString());
}
