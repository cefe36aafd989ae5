using System.CommandLine;
using System.Diagnostics;
using Ledger.Simulation;
using Ledger.Simulation.Checkers;
using Ledger.Simulation.World;

namespace Ledger.Testnet.Commands;

/// <summary><c>simulate</c>: whole networks in memory, from seeds, with checkers that believe nothing.</summary>
internal static class SimulateCommand
{
    private const string Help = """
        Runs whole networks in one process over a simulated clock, network and disk, each world drawn from its seed.
        Every world ends healed: then everything submitted must be committed everywhere, and every proof must verify.

        Exit code: 0 all seeds clean, 1 a node stopped by itself (crash), 2 a promise was broken (correctness),
        3 a healed network did not make progress (liveness). Of several, 2 goes before 1, and 1 before 3.

        With --mutants the protocol has a rule left out, one mutant after another, and each must be noticed: then the exit
        code is 0 when all were, and 4 when one was not.
        """;

    public static Command Create()
    {
        Option<long?> seeds = new("--seeds") { Description = "How many seeds to run; 1 with --seed, else 100." };
        Option<ulong?> seed = new("--seed") { Description = "The only seed, or with --seeds the first; else a fresh one." };
        Option<int> parallel = new("--parallel")
        {
            Description = "Seeds at a time.",
            DefaultValueFactory = _ => Environment.ProcessorCount,
        };
        Option<bool> verbose = new("--verbose") { Description = "One line for each seed." };
        Option<bool> mutants = new("--mutants") { Description = "Runs each mutant until a seed shows it, at most --seeds (5000)." };
        Option<string?> mutant = new("--mutant") { Description = "The only mutant, by name." };
        Command command = new("simulate", Help) { seeds, seed, parallel, verbose, mutants, mutant };
        StoryOptions stories = new();
        stories.AddTo(command);
        command.SetAction(parsed =>
        {
            if (stories.Run(parsed) is { } told)
            {
                return told;
            }

            ulong first = parsed.GetValue(seed) ?? FreshSeed();
            if (parsed.GetValue(mutants) || parsed.GetValue(mutant) is not null)
            {
                long limit = parsed.GetValue(seeds) ?? MutantSearch.Limit;
                return MutantSearch.Run(first, limit, parsed.GetValue(parallel), parsed.GetValue(mutant));
            }

            long count = parsed.GetValue(seeds) ?? (parsed.GetValue(seed) is null ? 100 : 1);
            return Run(new SimulationCampaign(first, count, parsed.GetValue(parallel)), first, count, parsed.GetValue(verbose));
        });
        return command;
    }

    /// <summary>Milliseconds of the clock, so that two campaigns seldom repeat each other and a seed stays short.</summary>
    private static ulong FreshSeed() => (ulong)DateTimeOffset.UtcNow.ToUnixTimeMilliseconds();

    private static int Run(SimulationCampaign campaign, ulong first, long count, bool verbose)
    {
        Console.WriteLine($"seeds {first} to {first + (ulong)count - 1}");
        Stopwatch watch = Stopwatch.StartNew();
        List<FailureKind> failures = [];
        Coverage coverage = new();
        string trace = campaign.Run(result =>
        {
            coverage.Add(result.Coverage);
            Tell(result, verbose, failures);
        }).ToString();
        double seconds = watch.Elapsed.TotalSeconds;
        Console.WriteLine($"{count - failures.Count} seeds clean in {seconds:f1} s ({count / seconds:f1} seeds/s)");
        Console.WriteLine($"trace {trace}");
        Console.WriteLine(coverage);
        return failures.Contains(FailureKind.Correctness) ? (int)FailureKind.Correctness
            : failures.Contains(FailureKind.Crash) ? (int)FailureKind.Crash
            : failures.Count > 0 ? (int)FailureKind.Liveness
            : 0;
    }

    private static void Tell(SimulationResult result, bool verbose, List<FailureKind> failures)
    {
        if (!result.IsClean)
        {
            failures.Add(result.Kind);
            Console.WriteLine($"replay: ./testnet/ledger-testnet simulate --seed {result.Seed}");
            Console.WriteLine($"{result.Kind}: {result.Message}");
        }
        else if (verbose)
        {
            Console.WriteLine(
                $"seed {result.Seed}: {result.Blocks} blocks, {result.Events} events, "
                + $"{result.VirtualMs} virtual ms, trace {result.Trace.Short}");
        }
    }
}
