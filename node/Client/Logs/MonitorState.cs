using System.Text.Json;
using System.Text.Json.Serialization;
using Ledger.Protocol.Checkpoints;

namespace Ledger.Client.Logs;

/// <summary>What a monitor has seen, kept between two runs.</summary>
/// <remarks>JSON <c>ledger-monitor/1</c>. Notes are kept whole and believed anew when read: the file is trusted for no root.</remarks>
/// <param name="Newest">The largest checkpoint that all before it lead to; null before the first.</param>
/// <param name="Seen">The largest that each source showed.</param>
public sealed record MonitorState(SeenCheckpoint? Newest, IReadOnlyDictionary<string, SeenCheckpoint> Seen)
{
    /// <summary>Most sources, whose notes make the file as long as it may be.</summary>
    public const int MaximumSources = 64;

    /// <summary>Longest text in bytes: every note at its longest, escaped.</summary>
    public const int MaximumBytes = 2 * (MaximumSources + 1) * SignedNote.MaximumBytes;

    private const string Format = "ledger-monitor/1";

    private static readonly JsonSerializerOptions Strict = new()
    {
        WriteIndented = true,
        NewLine = "\n",
        AllowDuplicateProperties = false,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    };

    public static MonitorState Empty { get; } = new(null, new Dictionary<string, SeenCheckpoint>());

    public byte[] Encode() => JsonSerializer.SerializeToUtf8Bytes(
        new Form(Format, $"{Newest?.Note}", Seen.ToDictionary(s => s.Key, s => $"{s.Value.Note}")), Strict);

    /// <summary>What a file holds, believed by the policy.</summary>
    /// <exception cref="LogException">It is no such file, or of another log, or the policy does not believe it.</exception>
    public static MonitorState Decode(byte[] bytes, LogTrust trust)
    {
        Form form = FormOf(bytes);
        return new MonitorState(
            form.Newest.Length == 0 ? null : Note(form.Newest, trust),
            form.Seen.ToDictionary(s => s.Key, s => Note(s.Value, trust)));
    }

    private static Form FormOf(byte[] bytes)
    {
        try
        {
            Form? form = bytes.Length <= MaximumBytes ? JsonSerializer.Deserialize<Form>(bytes, Strict) : null;
            return form is { Format: Format, Newest: not null, Seen.Count: <= MaximumSources } && !form.Seen.ContainsValue(null!)
                ? form
                : throw new LogException(LogFault.Malformed, "the state is not that of a monitor");
        }
        catch (JsonException failure)
        {
            throw new LogException(LogFault.Malformed, $"the state is not that of a monitor: {failure.Message}");
        }
    }

    private static SeenCheckpoint Note(string note, LogTrust trust) => trust.Believe(System.Text.Encoding.UTF8.GetBytes(note), "the state");

    private sealed record Form(string Format, string Newest, Dictionary<string, string> Seen);
}
