using System.CommandLine;
using System.Globalization;
using Ledger.Testnet.Measure.Proofs;

namespace Ledger.Testnet.Commands;

/// <summary><c>ledger-testnet bench proofs</c>: rates and sizes of proofs, and how they grow with the log.</summary>
internal static class BenchProofsCommand
{
    private const string Help = """
        Measure how fast proofs are made and verified, and how long they are, at several sizes of the log (METHOD.md).

        A node's stores are filled without consensus, and its own parts make receipts, proofs and statuses, which the verifiers of
        'ledger verify' and 'ledger log' judge. A Markdown table comes out, with the growth from the first size to the last.
        """;

    private static readonly Option<string> Leaves = MakeLeaves();

    private static readonly Option<double> Rounds = BoundedOption.Of(
        "--rounds", "Rounds of each operation, and most builds of a log", 1, 50, 5);

    private static readonly Option<double> Seconds = BoundedOption.Of(
        "--seconds", "Of each operation, all rounds together", 0.01, 600, 5);

    private static readonly Option<double> Entries = BoundedOption.Of(
        "--entries", "Most statuses in the authenticated map: some 400 bytes of memory each", 16, 12_000_000, 4_000_000);

    private static readonly Option<ulong> Seed = new("--seed")
    {
        Description = "Of keys, salts and documents, and of what is drawn.",
        DefaultValueFactory = _ => 1,
    };

    private static readonly Option<FileInfo?> Json = new("--json") { Description = "Write the result to this file." };

    public static Command Create()
    {
        Command command = new("proofs", Help) { Leaves, Rounds, Seconds, Entries, Seed, Json };
        command.SetAction(RunAsync);
        return command;
    }

    private static async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellation)
    {
        _ = LeafCounts.Judge(parsed.GetValue(Leaves)!, out ulong[] leaves);
        int rounds = (int)parsed.GetValue(Rounds);
        TimeSpan round = TimeSpan.FromSeconds(parsed.GetValue(Seconds) / rounds);
        ProofsOptions options = new(leaves, rounds, round, (int)parsed.GetValue(Entries), parsed.GetValue(Seed));
        ProofsReport report = await new ProofsBench(options, Console.Error.WriteLine).RunAsync(cancellation);
        Console.Write(report.ToTable());
        if (parsed.GetValue(Json) is { } file)
        {
            await File.WriteAllTextAsync(file.FullName, report.ToJson(), cancellation);
        }

        return 0;
    }

    private static Option<string> MakeLeaves()
    {
        Option<string> leaves = new("--leaves")
        {
            Description = $"Leaves of the logs: {LeafCounts.Bounds}.",
            DefaultValueFactory = _ => "1000,1000000,20000000",
        };
        leaves.Validators.Add(result =>
        {
            LeafCountsFault fault = LeafCounts.Judge(result.GetValueOrDefault<string>() ?? "", out _);
            if (fault != LeafCountsFault.None)
            {
                result.AddError(string.Create(CultureInfo.InvariantCulture, $"--leaves: {fault}: {LeafCounts.Bounds}."));
            }
        });
        return leaves;
    }
}
