using System.Text.Json;
using Ledger.Protocol.Checkpoints;

namespace Ledger.Client.Logs;

/// <summary>Two signed checkpoints that no honest log shows one after the other.</summary>
/// <param name="Fault">Fork, which their signatures prove to anybody; or rollback, which the server alone can be asked about.</param>
/// <param name="Before">What was seen first.</param>
/// <param name="After">What was seen then.</param>
/// <param name="Source">Who showed the second.</param>
public sealed record LogEvidence(LogFault Fault, SignedNote Before, SignedNote After, string Source)
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true, NewLine = "\n" };

    /// <summary>JSON <c>ledger-log-evidence/1</c>, the notes as they were.</summary>
    public string Write() => JsonSerializer.Serialize(
        new Dictionary<string, string>
        {
            ["format"] = "ledger-log-evidence/1",
            ["fault"] = $"{Fault}".ToUpperInvariant(),
            ["source"] = Source,
            ["before"] = $"{Before}",
            ["after"] = $"{After}",
        },
        Indented) + "\n";
}
