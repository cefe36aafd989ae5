using System.CommandLine;
using Ledger.Testnet.Network;
using Ledger.Testnet.Upgrade;

namespace Ledger.Testnet.Commands;

/// <summary><c>ledger-testnet ordeal upgrade</c>: four validators of an older build become this one under load.</summary>
internal static class UpgradeCommand
{
    private static readonly Option<string> Old = new("--old")
    {
        Description = "The folder of the older build's program (CONTRIBUTING.md, \"Two builds\").",
        HelpName = "FOLDER",
        Required = true,
    };

    private static readonly Option<bool> LeaveBehind = new("--leave-one-behind")
    {
        Description = "One validator keeps the older build until the switch has stopped it.",
    };

    public static Command Create()
    {
        Command command = new(
            "upgrade",
            "Runs four validators of an older build under load, replaces the programs one by one, has the operators raise the protocol "
            + "version, and looks at the height at which each switches, at what is refused before it and accepted after.")
        {
            Old, LeaveBehind,
        };
        command.SetAction((parsed, cancellation) => RunAsync(
            LedgerProgram.In(parsed.GetRequiredValue(Old)), parsed.GetValue(LeaveBehind), cancellation));
        return command;
    }

    private static async Task<int> RunAsync(LedgerProgram old, bool leavesOneBehind, CancellationToken cancellation)
    {
        UpgradeReport report = await new UpgradeRun(old, leavesOneBehind, Console.Error.WriteLine).RunAsync(cancellation);
        Console.Write(report.ToJson());
        return report.Faults.Count == 0 ? 0 : 1;
    }
}
