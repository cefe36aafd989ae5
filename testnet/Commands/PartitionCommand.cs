using System.CommandLine;
using Ledger.Testnet.Links;
using Ledger.Testnet.Partition;

namespace Ledger.Testnet.Commands;

/// <summary><c>ledger-testnet partition</c>: one region cut off the other for a while, then healed.</summary>
public static class PartitionCommand
{
    public static Command Create()
    {
        Option<double> seconds = BoundedOption.Of("--seconds", "Length of the cut in seconds", 30, 100, usual: 60);
        Option<CutMode> mode = new("--mode")
        {
            Description = "Silent (a black hole), SilentThenReset, or Refused.",
            DefaultValueFactory = _ => CutMode.Silent,
        };
        Command command = new(
            "partition", "Cut Shenzhen off Singapore, look at what still works, heal, and count what was lost.")
        {
            seconds, mode,
        };
        command.SetAction((parsed, cancellation) => RunAsync(
            new PartitionPlan(parsed.GetValue(mode), TimeSpan.FromSeconds(parsed.GetValue(seconds))), cancellation));
        return command;
    }

    private static async Task<int> RunAsync(PartitionPlan plan, CancellationToken cancellation)
    {
        PartitionReport report = await new PartitionRun(plan, Console.Error.WriteLine).RunAsync(cancellation);
        Console.Write(report.ToJson());
        return report.Faults.Count == 0 ? 0 : 1;
    }
}
