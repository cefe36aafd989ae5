using System.CommandLine;
using Google.Protobuf;
using Ledger.Client;
using Ledger.Client.V1;
using Ledger.Cryptography.Signatures;
using Ledger.Node.Running;
using Ledger.Protocol.Encoding;
using Ledger.Protocol.Receipts;

namespace Ledger.Node.Commands;

/// <summary><c>ledger receipt</c>: fetches the receipt of one leaf of a transaction.</summary>
internal static class ReceiptCommand
{
    private static readonly Argument<string> TransactionId = new("TXID") { Description = "Transaction id: 64 hex digits." };

    private static readonly Option<uint> Leaf = new("--leaf")
    {
        Description = "Which leaf of the transaction, from 0.",
        HelpName = "N",
    };

    private static readonly Option<string?> Out = new("--out")
    {
        Description = "Write the encoded receipt to this new file.",
        HelpName = "FILE",
    };

    public static Command Create()
    {
        Command command = new(
            "receipt",
            "Fetches the receipt of one leaf of a transaction; with --genesis it is verified here.")
        {
            TransactionId, Leaf, SharedOptions.Nodes, SharedOptions.Authority, SharedOptions.Timeout,
            SharedOptions.GenesisIfAny, SharedOptions.Epochs, SharedOptions.Pin, Out, SharedOptions.Json,
        };
        command.SetAction(RunAsync);
        return command;
    }

    private static async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellation)
    {
        string id = parsed.GetRequiredValue(TransactionId);
        GetReceiptRequest request = new()
        {
            TransactionId = ByteString.CopyFrom(Inputs.Digest("TXID", id).ToArray()),
            LeafOffset = parsed.GetValue(Leaf),
        };
        string? genesisPath = parsed.GetValue(SharedOptions.GenesisIfAny);
        EpochHistory? history = genesisPath is null ? null : Inputs.History(parsed, genesisPath);
        using NodeRing nodes = Inputs.Nodes(parsed);
        Deadline deadline = Deadline.After(Inputs.Timeout(parsed));
        GetReceiptResponse response = await nodes.OnceAsync(
            (node, time) => node.GetReceiptAsync(request, time, cancellation), deadline, cancellation);
        byte[] bytes = Committed(response, id);
        Receipt receipt = Decode(bytes);
        ReceiptReport? report = history is null
            ? null
            : await new HistoryClient(nodes, history, SignatureSuites.Production).ExamineAsync(receipt, deadline, cancellation);
        Save(parsed.GetValue(Out), bytes);
        Give(parsed, ReceiptView.Of(receipt, report), bytes);
        return (int)(report is null or { Fault: ReceiptFault.None } ? ExitCode.Ok : ExitCode.Invalid);
    }

    private static byte[] Committed(GetReceiptResponse response, string id)
        => response.State == ReceiptState.Pending
            ? throw new CommandFailure(ExitCode.Pending, $"transaction {id} is not final yet")
            : response.Outcome != Outcome.Anchored
                ? throw new CommandFailure(
                    ExitCode.Refused,
                    $"the block at height {response.Height} refused it: {response.Outcome}",
                    "REFUSED_IN_BLOCK")
                : response.Receipt.IsEmpty
                    ? throw new CommandFailure(ExitCode.NotFound, $"the transaction has {response.LeafCount} leaves")
                    : response.Receipt.ToByteArray();

    private static Receipt Decode(byte[] bytes)
    {
        DecodeFault fault = Receipt.TryDecode(bytes, out Receipt? receipt);
        return receipt ?? throw new CommandFailure(ExitCode.Invalid, $"the node's bytes are no receipt: {fault}");
    }

    private static void Save(string? path, byte[] bytes)
    {
        if (path is not null)
        {
            NewFile.Write(path, bytes);
        }
    }

    private static void Give(ParseResult parsed, ReceiptView view, byte[] bytes)
    {
        string verdict = view.Fault switch
        {
            null => "NOT_VERIFIED",
            ReceiptFault.None => "VALID",
            _ => $"INVALID_RECEIPT:{view.Fault}",
        };
        Answer.Give(
            parsed,
            new { Verdict = verdict, Receipt = view, Bytes = Convert.ToBase64String(bytes) },
            [$"{verdict}  receipt of {bytes.Length} bytes", .. view.Lines()]);
    }
}
