using System.CommandLine;
using Ledger.Testnet.Load.Mixed;
using Ledger.Testnet.Network;
using Ledger.Testnet.Soak;

namespace Ledger.Testnet.Commands;

/// <summary><c>ledger-testnet soak</c>: mixed load for a long time, and a hostile client beside it.</summary>
public static class SoakCommand
{
    public static Command Create()
    {
        Option<double> minutes = BoundedOption.Of("--minutes", "Length of the whole run in minutes", 1, 1440, usual: 30);
        Option<bool> hostile = new("--hostile")
        {
            Description = "After a quiet window (a third, at most 5 minutes) a hostile client comes beside the load.",
        };
        Option<string> only = new("--only")
        {
            Description = "The hostile client does only what has this in its name.",
            DefaultValueFactory = _ => "",
        };
        Option<double> scale = BoundedOption.Of("--scale", "Times the mixed load's own rates", 0.01, 100, usual: 1);
        Option<FileInfo?> json = new("--json") { Description = "Write the result here, not to testnet/results." };
        Command command = new("soak", "Mixed honest load for long, with memory and latencies watched (METHOD.md).")
        {
            minutes, hostile, only, scale, json,
        };
        command.SetAction((parsed, cancellation) => RunAsync(
            SoakPlan.Of(
                Manifest.Load(Manifest.Demo),
                MixedPlan.Default.Times(parsed.GetValue(scale)),
                TimeSpan.FromMinutes(parsed.GetValue(minutes)),
                parsed.GetValue(hostile)) with
            { Only = parsed.GetValue(only)! },
            parsed.GetValue(json),
            cancellation));
        return command;
    }

    private static async Task<int> RunAsync(SoakPlan plan, FileInfo? file, CancellationToken cancellation)
    {
        SoakReport report = await new SoakRun(plan, Console.Error.WriteLine).RunAsync(cancellation);
        string path = file?.FullName ?? Path.Combine(
            LedgerProgram.SourceRoot, "testnet", "results", FormattableString.Invariant(
                $"soak-{report.Time:yyyyMMdd-HHmm}{(plan.HasHostile ? "-hostile" : "")}.json"));
        await File.WriteAllTextAsync(path, report.ToJson(), CancellationToken.None);
        foreach (string line in report.Lines().Concat(report.Faults.Select(f => $"FAULT {f}")))
        {
            Console.WriteLine(line);
        }

        Console.WriteLine($"result in {Path.GetRelativePath(Directory.GetCurrentDirectory(), path)}");
        return report.Faults.Count == 0 ? 0 : 1;
    }
}
