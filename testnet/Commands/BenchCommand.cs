using System.CommandLine;
using Ledger.Testnet.Measure;
using Ledger.Testnet.Network;

namespace Ledger.Testnet.Commands;

/// <summary><c>ledger-testnet bench</c>: open-loop load over RPC against four real processes.</summary>
public static class BenchCommand
{
    public static Command Create()
    {
        Option<double> seconds = new("--seconds")
        {
            Description = "Length of the measured window in seconds.",
            DefaultValueFactory = _ => 20,
        };
        Option<int> commitments = new("--commitments")
        {
            Description = "Commitments listed in each transaction, 1 to 65536.",
            DefaultValueFactory = _ => 4096,
        };
        Option<double?> rate = new("--rate")
        {
            Description = "Transactions per second; without it the saturation point is searched for.",
        };
        Option<FileInfo?> json = new("--json") { Description = "Write the result to this file." };
        Option<string> manifest = new("--manifest")
        {
            Description = "The network, by the name of its file in testnet/manifests.",
            DefaultValueFactory = _ => Manifest.Demo,
        };
        Command command = new("bench", "Measure a network of real processes under open-loop load (METHOD.md).")
        {
            seconds, commitments, rate, json, manifest,
        };
        command.SetAction((parsed, cancellation) => RunAsync(
            new BenchOptions(
                parsed.GetValue(seconds),
                parsed.GetValue(commitments),
                parsed.GetValue(rate),
                Manifest.Load(parsed.GetValue(manifest)!)),
            parsed.GetValue(json),
            cancellation));
        return command;
    }

    private static async Task<int> RunAsync(BenchOptions options, FileInfo? file, CancellationToken cancellation)
    {
        BenchReport report = await new Bench(options, Console.Error.WriteLine).RunAsync(cancellation);
        Console.Write(report.ToJson());
        if (file is not null)
        {
            await File.WriteAllTextAsync(file.FullName, report.ToJson(), cancellation);
        }

        return report.IndexedOnAll == report.IndexedSample ? 0 : 1;
    }
}
