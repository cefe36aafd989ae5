using System.CommandLine;
using System.Globalization;
using Ledger.Client.Logs;
using Ledger.Protocol.Checkpoints;

namespace Ledger.Node.Commands;

/// <summary><c>ledger log proof</c>: makes a proof of one leaf that anybody verifies without a network.</summary>
internal static class LogProofCommand
{
    private static readonly Argument<string> Place = new("log") { Description = "The log's prefix, or a folder that is a mirror." };

    private static readonly Argument<ulong> Leaf = new("leaf") { Description = "Index of the leaf, from 0; a receipt names it." };

    private static readonly Option<string> Out = new("--out")
    {
        Description = "The file to write, NAME.tlog-proof; one that exists is left as it is.",
        HelpName = "FILE",
        Required = true,
    };

    public static Command Create()
    {
        Command command = new(
            "proof", "Writes a proof (c2sp.org/tlog-proof) that a leaf is in the log, checked here; its extra bytes are the leaf record.")
        {
            Place, Leaf, LogOptions.Policy, LogOptions.Origin, SharedOptions.Authority, Out, SharedOptions.Json,
        };
        command.SetAction(RunAsync);
        return command;
    }

    private static async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellation)
    {
        ILogSource source = LogOptions.Source(parsed, parsed.GetRequiredValue(Place));
        using IDisposable? web = source as IDisposable;
        LogReader reader = new(source, LogOptions.Trust(parsed));
        SeenCheckpoint newest = await reader.NewestAsync(cancellation);
        TlogProof proof = await reader.ProveAsync(parsed.GetRequiredValue(Leaf), newest, cancellation);
        string path = parsed.GetRequiredValue(Out);
        NewFile.Write(path, proof.Encode());

        Answer.Give(
            parsed,
            new { newest.Head.Origin, Leaf = proof.Index, newest.Head.Size, Path = path },
            [
                string.Create(CultureInfo.InvariantCulture, $"leaf         {proof.Index} of {newest.Head.Size}"),
                $"log          {newest.Head.Origin}",
                $"wrote        {path}",
            ]);
        return (int)ExitCode.Ok;
    }
}
