using System.Text.Json;

namespace Ledger.Testnet.Measure.Reads;

/// <summary>Reads of receipts beside the least that the wire costs, measured by turns in one run.</summary>
/// <param name="GetReceipt">Receipts of random leaves, from one of four idle validators.</param>
/// <param name="EmptyGrpc">The same call to the same gRPC layer in another process, with nothing behind it.</param>
/// <param name="EmptyHttp">An HTTP/2 POST to Kestrel without gRPC, answered with no body.</param>
/// <param name="ReceiptToEmptyGrpc">Receipts a second for each empty gRPC call a second.</param>
public sealed record ReadsReport(
    ReadFigures GetReceipt,
    ReadFigures EmptyGrpc,
    ReadFigures EmptyHttp,
    double ReceiptToEmptyGrpc,
    double ReceiptToEmptyHttp,
    int Rounds,
    double SecondsPerRound,
    int Connections,
    int Loops,
    int Transactions,
    int Commitments,
    string Manifest,
    string Commit,
    DateTimeOffset Time,
    Machine Machine)
{
    public string ToJson() => JsonSerializer.Serialize(this, ReportJson.Options) + "\n";
}
