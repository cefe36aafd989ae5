using System.Text.Json;
using Ledger.Testnet.Measure;
using Ledger.Testnet.Ordeal;

namespace Ledger.Testnet.Upgrade;

/// <summary>What an upgrade did to the clients, when each validator switched, and every promise that was broken.</summary>
/// <param name="Programs">One round for each program that was replaced: stopped by SIGTERM, started again as this build.</param>
/// <param name="Switch">From the operators' decision until every validator that could was under the new version.</param>
/// <param name="Activation">By validator, the first height of the epoch that began the version, as its own configuration has it.</param>
/// <param name="RefusedBefore">By what was asked, the name under which the new kind of change was refused before the switch.</param>
/// <param name="AcceptedAt">The height that let the issuer in, and that of the first anchor of it.</param>
/// <param name="LeftBehind">What became of the validator that kept the older build; null when there was none.</param>
/// <param name="Unanswered">Submissions of the load without a receipt, by the name of the failure: their node was down.</param>
/// <param name="Faults">What must not be; empty when all held.</param>
public sealed record UpgradeReport(
    IReadOnlyList<OrdealRound> Programs,
    OrdealRound? Switch,
    IReadOnlyDictionary<string, ulong> Activation,
    IReadOnlyDictionary<string, string> RefusedBefore,
    IReadOnlyList<ulong> AcceptedAt,
    LeftBehind? LeftBehind,
    int Acknowledged,
    double LatencyP50Ms,
    double LatencyP99Ms,
    int ReceiptsVerified,
    IReadOnlyDictionary<string, int> Unanswered,
    ulong Height,
    ulong View,
    IReadOnlyList<string> Faults,
    string Commit,
    DateTimeOffset Time,
    Machine Machine)
{
    public string ToJson() => JsonSerializer.Serialize(this, ReportJson.Options) + "\n";
}

/// <summary>A validator whose program is too old for the epoch.</summary>
/// <param name="StoppedAt">The last height it committed: the one before the switch.</param>
/// <param name="Restart">The exit code of the older build when it was started once more.</param>
/// <param name="Back">Its upgrade, until it was level with the others.</param>
public sealed record LeftBehind(string Name, int ExitCode, string Error, ulong StoppedAt, int Restart, OrdealRound Back);
