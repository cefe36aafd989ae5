using System.Text.Json;
using Ledger.Node.Running;

namespace Ledger.Node.Configuration;

/// <summary>JSON as configuration is read: nothing unknown, nothing twice, nothing null, names in exact case.</summary>
internal static class StrictJson
{
    public static readonly JsonSerializerOptions Options = new(JsonSerializerOptions.Strict)
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        Converters =
        {
            new EndPointConverter(), new HostPortConverter(), new DigestConverter(), new WordConverter<LogLevel>(),
            new WordConverter<LogForm>(),
        },
    };

    /// <summary>
    /// The message without the position, which <see cref="ConfigurationException"/> tells in its own way.
    /// </summary>
    public static string Reason(JsonException exception)
    {
        int position = exception.Message.IndexOf(" Path: ", StringComparison.Ordinal);
        position = position < 0 ? exception.Message.IndexOf(" LineNumber: ", StringComparison.Ordinal) : position;
        return position < 0 ? exception.Message : exception.Message[..position];
    }
}
