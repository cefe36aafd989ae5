using System.CommandLine;
using Ledger.Client;
using Ledger.Cryptography.Signatures;
using Ledger.Node.Running;
using Ledger.Protocol.Receipts;
using Ledger.Protocol.Validators;

namespace Ledger.Node.Commands;

/// <summary><c>ledger epochs</c>: fetches a chain's set changes, follows them from the genesis, and writes them to a file.</summary>
internal static class EpochsCommand
{
    private static readonly Option<string> Out = new("--out")
    {
        Description = "The file to write, for --epochs of a verification; one that exists is left as it is.",
        HelpName = "FILE",
        Required = true,
    };

    public static Command Create()
    {
        Command command = new(
            "epochs",
            "Fetches the chain's set changes since the genesis and checks each; prints the hash that a verifier may pin.")
        {
            SharedOptions.Genesis, SharedOptions.Nodes, SharedOptions.Authority, SharedOptions.Timeout, Out, SharedOptions.Json,
        };
        command.SetAction(RunAsync);
        return command;
    }

    private static async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellation)
    {
        EpochHistory origin = Inputs.Genesis(parsed.GetRequiredValue(SharedOptions.Genesis));
        string path = parsed.GetRequiredValue(Out);
        using NodeRing nodes = Inputs.Nodes(parsed);
        HistoryClient client = new(nodes, origin, SignatureSuites.Production);
        IReadOnlyList<EpochLink> links = await client.FollowAsync(Deadline.After(Inputs.Timeout(parsed)), cancellation);
        byte[] bytes = new EpochFile(origin.Genesis.ChainId, links).Encode();
        NewFile.Write(path, bytes);

        Give(parsed, client.History, path, bytes.Length);
        return (int)ExitCode.Ok;
    }

    private static void Give(ParseResult parsed, EpochHistory history, string path, int bytes)
    {
        EpochConfiguration last = history.Last;
        Answer.Give(
            parsed,
            new { ChainId = $"{last.ChainId}", Epoch = last.Number.Value, Start = last.Start.Value, Pin = $"{last.Hash}", Path = path },
            [
                $"epoch  {last.Number}, from height {last.Start}, {last.Validators.Size} validators",
                $"pin    {last.Hash}",
                $"wrote  {path} ({bytes} bytes)",
            ]);
    }
}
