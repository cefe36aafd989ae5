using System.CommandLine;
using Ledger.Testnet.Forgeries;

namespace Ledger.Testnet.Commands;

/// <summary><c>ledger-testnet forge-folder</c>: a folder of documents to be verified without a network, some of them forged.</summary>
public static class ForgeFolderCommand
{
    private const string Help = """
        Make a folder of anchored documents with forgeries among them, and see that 'ledger verify' names exactly those.

        Four validators anchor the documents and are gone again; then forgeries of every kind are planted, the same of one seed.
        Beside DIR stay DIR.genesis.json, with which anybody verifies, and DIR.planted.json, which says what there is to be found.
        Exit code 0 when each was named as what it is, and nothing else; else 1.
        """;

    private const double UsualFiles = 1_000;
    private const double UsualForgeries = 37;

    private static readonly Argument<DirectoryInfo> Folder = new("DIR") { Description = "The folder to make; new or empty." };

    private static readonly Option<double> Files = BoundedOption.Of("--files", "Documents in it", 2, 10_000, UsualFiles);

    private static readonly Option<double> Forgeries = BoundedOption.Of("--forgeries", "Of those, forged", 1, 1_000, UsualForgeries);

    private static readonly Option<int> Seed = new("--seed")
    {
        Description = "Of what is forged, and how.",
        DefaultValueFactory = _ => 1,
    };

    public static Command Create()
    {
        Command command = new("forge-folder", Help) { Folder, Files, Forgeries, Seed };
        command.Validators.Add(result =>
        {
            double files = result.GetResult(Files)?.GetValueOrDefault<double>() ?? UsualFiles;
            if ((result.GetResult(Forgeries)?.GetValueOrDefault<double>() ?? UsualForgeries) >= files)
            {
                result.AddError("--forgeries is less than --files: a good document is needed to forge with.");
            }
        });
        command.SetAction(RunAsync);
        return command;
    }

    private static async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellation)
    {
        int seed = parsed.GetValue(Seed);
        ForgePlan plan = ForgePlan.Of((int)parsed.GetValue(Files), (int)parsed.GetValue(Forgeries), seed);
        ForgeRun run = new(parsed.GetRequiredValue(Folder).FullName, plan, seed, Console.WriteLine);
        IReadOnlyList<string> wrong = await run.RunAsync(cancellation);
        foreach (string line in wrong)
        {
            Console.WriteLine(line);
        }

        int kinds = plan.Forged.Values.Distinct().Count();
        Console.WriteLine(wrong.Count == 0
            ? $"all {plan.Forged.Count} forgeries of {kinds} kinds were named as what they are, {plan.Good.Count()} documents VALID"
            : $"{wrong.Count} documents were judged otherwise than planted");
        Console.WriteLine($"unshare -n node/ledger verify {parsed.GetRequiredValue(Folder).FullName} --genesis {run.GenesisPath}");
        return wrong.Count == 0 ? 0 : 1;
    }
}
