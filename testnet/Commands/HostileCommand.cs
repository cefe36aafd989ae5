using System.CommandLine;
using System.Text.Json;
using Ledger.Testnet.Hostile;
using Ledger.Testnet.Measure;

namespace Ledger.Testnet.Commands;

/// <summary>The process that <c>soak --hostile</c> sets upon its network.</summary>
internal static class HostileCommand
{
    public const string Verb = "hostile-client";

    public static Command Create()
    {
        Argument<FileInfo> targets = new("targets");
        Argument<FileInfo> outcomes = new("outcomes");
        Command command = new(Verb, "Does what soak --hostile says, to the nodes of a file.") { targets, outcomes };
        command.Hidden = true;
        command.SetAction(async (parsed, cancellation) =>
        {
            HostileClient client = new(HostileTargets.Load(parsed.GetRequiredValue(targets).FullName));
            IReadOnlyList<HostileOutcome> met = await client.RunAsync(cancellation);
            string json = JsonSerializer.Serialize(met, ReportJson.Options);
            await File.WriteAllTextAsync(parsed.GetRequiredValue(outcomes).FullName, json, CancellationToken.None);
        });
        return command;
    }
}
