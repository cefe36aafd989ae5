using System.CommandLine;
using Ledger.Client;
using Ledger.Cryptography.Signatures;
using Ledger.Node.Running;
using Ledger.Protocol.Receipts;
using Ledger.Protocol.Transactions;

namespace Ledger.Node.Commands;

/// <summary><c>ledger issuers</c>: fetches the issuers that were decided since the genesis, checks their proofs, and writes them.</summary>
internal static class IssuersCommand
{
    private static readonly Option<string> Out = new("--out")
    {
        Description = "The file to write, for --issuers of a verification; one that exists is left as it is.",
        HelpName = "FILE",
        Required = true,
    };

    public static Command Create()
    {
        Command command = new(
            "issuers",
            "Fetches the issuers that were let in, given other keys or retired since the genesis, each proven by the chain's state: "
            + "with the file their receipts verify off-line.")
        {
            SharedOptions.Genesis, SharedOptions.Epochs, SharedOptions.Pin, SharedOptions.Nodes, SharedOptions.Authority,
            SharedOptions.Timeout, Out, SharedOptions.Json,
        };
        command.SetAction(RunAsync);
        return command;
    }

    private static async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellation)
    {
        EpochHistory believed = Inputs.History(parsed, parsed.GetRequiredValue(SharedOptions.Genesis));
        string path = parsed.GetRequiredValue(Out);
        using NodeRing nodes = Inputs.Nodes(parsed);
        HistoryClient client = new(nodes, believed, SignatureSuites.Production);
        IReadOnlyList<ProvenIssuers> pieces = await client.LearnIssuersAsync(Deadline.After(Inputs.Timeout(parsed)), cancellation);
        byte[] bytes = new IssuerFile(believed.Genesis.ChainId, pieces).Encode();
        NewFile.Write(path, bytes);

        Give(parsed, [.. pieces.SelectMany(p => p.Issuers).Select(i => i.Entry)], path, bytes.Length);
        return (int)ExitCode.Ok;
    }

    private static void Give(ParseResult parsed, IssuerEntry[] entries, string path, int bytes)
        => Answer.Give(
            parsed,
            new { Issuers = entries.Select(IssuerWords.Fields), Path = path },
            [.. entries.Select(IssuerWords.Line), $"wrote  {path} ({bytes} bytes)"]);
}
