using System.CommandLine;
using Ledger.Testnet.Measure;
using Ledger.Testnet.Measure.Comparing;
using Ledger.Testnet.Measure.Lanes;
using Ledger.Testnet.Measure.Reads;
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
        Option<bool> reads = new("--reads")
        {
            Description = "Measure reads of receipts beside empty calls, by turns, instead of anchoring.",
        };
        Option<bool> lanes = new("--lanes")
        {
            Description = "Measure how long a vote is on its way beside 32 MB of batches, instead of anchoring.",
        };
        Option<double> delay = BoundedOption.Of(
            "--delay", "Of --lanes: the length of the line in milliseconds one way, 0 for loopback alone", 0, 1000, 0);
        Option<DirectoryInfo?> against = new("--against")
        {
            Description = "Measure by turns this build and the one whose executables are in this folder.",
        };
        Option<int> rounds = new("--rounds")
        {
            Description = "Rounds of --reads, --lanes and --against.",
            DefaultValueFactory = _ => 5,
        };
        Command command = new("bench", "Measure a network of real processes under open-loop load (METHOD.md).")
        {
            seconds, commitments, rate, json, manifest, reads, lanes, delay, against, rounds, BenchProofsCommand.Create(),
        };
        command.SetAction((parsed, cancellation) =>
        {
            BenchOptions options = new(
                parsed.GetValue(seconds),
                parsed.GetValue(commitments),
                parsed.GetValue(rate),
                Manifest.Load(parsed.GetValue(manifest)!));
            FileInfo? file = parsed.GetValue(json);
            int times = parsed.GetValue(rounds);
            return parsed.GetValue(reads) ? ReadAsync(options, times, file, cancellation)
                : parsed.GetValue(lanes) ? MeasureLanesAsync(options, times, (int)parsed.GetValue(delay), file, cancellation)
                : parsed.GetValue(against) is { } other ? CompareAsync(options, other, times, file, cancellation)
                : RunAsync(options, file, cancellation);
        });
        return command;
    }

    private static async Task<int> RunAsync(BenchOptions options, FileInfo? file, CancellationToken cancellation)
    {
        BenchReport report = await new Bench(options, Console.Error.WriteLine).RunAsync(cancellation);
        await GiveAsync(report.ToJson(), file, cancellation);
        return report.IndexedOnAll == report.IndexedSample ? 0 : 1;
    }

    /// <summary><c>--seconds</c> are of all rounds of one target together.</summary>
    private static async Task<int> ReadAsync(
        BenchOptions options, int rounds, FileInfo? file, CancellationToken cancellation)
    {
        TimeSpan length = TimeSpan.FromSeconds(options.Seconds / rounds);
        ReadsBench bench = new(options.Manifest, rounds, length, Console.Error.WriteLine);
        await GiveAsync((await bench.RunAsync(cancellation)).ToJson(), file, cancellation);
        return 0;
    }

    private static async Task<int> MeasureLanesAsync(
        BenchOptions options, int rounds, int delayMs, FileInfo? file, CancellationToken cancellation)
    {
        LanesBench bench = new(rounds, TimeSpan.FromSeconds(options.Seconds / rounds), delayMs, Console.Error.WriteLine);
        await GiveAsync((await bench.RunAsync(cancellation)).ToJson(), file, cancellation);
        return 0;
    }

    private static async Task<int> CompareAsync(
        BenchOptions options, DirectoryInfo other, int rounds, FileInfo? file, CancellationToken cancellation)
    {
        ComparedBench bench = new(options, LedgerProgram.In(other.FullName), rounds, Console.Error.WriteLine);
        await GiveAsync((await bench.RunAsync(cancellation)).ToJson(), file, cancellation);
        return 0;
    }

    private static async Task GiveAsync(string json, FileInfo? file, CancellationToken cancellation)
    {
        Console.Write(json);
        if (file is not null)
        {
            await File.WriteAllTextAsync(file.FullName, json, cancellation);
        }
    }
}
