using Google.Protobuf;
using Ledger.Client;
using Ledger.Client.V1;
using Ledger.Testnet.Network;

namespace Ledger.Testnet.Load.Mixed;

/// <summary>The calls of a mixed load, over connections of its own.</summary>
internal sealed class MixedCalls : IDisposable
{
    /// <summary>One receipt in so many is verified offline.</summary>
    private const int AuditedOneIn = 20;

    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(30);

    private readonly LedgerRpcClient[] _clients;
    private readonly TransactionFeed _feed;
    private readonly ReceiptAuditor _auditor;

    public MixedCalls(TestNetwork network, TransactionFeed feed)
    {
        _feed = feed;
        _auditor = new ReceiptAuditor(network.Genesis, AuditedOneIn);
        _clients = [.. network.Nodes.Select(n => new LedgerRpcClient(n.GrpcAddress))];
    }

    public AnchoredSample Anchored { get; } = new();

    public IEnumerable<string> Faults => _auditor.Faults;

    public int ReceiptsVerified => _auditor.Verified;

    /// <summary>Makes one call to the node whose turn it is; empty, or why the answer is none.</summary>
    public Task<string> RunAsync(MixedKind kind, long number)
    {
        LedgerRpcClient client = _clients[number % _clients.Length];
        int commitments = MixedPlan.Commitments(kind);
        return commitments > 0 ? SubmitAsync(client, _feed.Next(commitments))
            : kind == MixedKind.Status || Anchored.Pick() is not { } anchored ? StatusAsync(client)
            : kind == MixedKind.Receipt ? ReceiptAsync(client, anchored)
            : CheckAsync(client, anchored);
    }

    public void Dispose()
    {
        foreach (LedgerRpcClient client in _clients)
        {
            client.Dispose();
        }
    }

    private async Task<string> SubmitAsync(LedgerRpcClient client, PreparedTransaction transaction)
    {
        SubmitResponse answer = await client.SubmitAsync(transaction.Bytes, waitForReceipt: true, deadline: Deadline);
        if (answer.Outcome != Outcome.Anchored)
        {
            return $"{answer.Outcome}";
        }

        _auditor.Hear(transaction, answer.Receipt.Span);
        Anchored.Add(transaction);
        return "";
    }

    /// <summary>A node that is behind those who gave the receipt may not have it yet: that is an answer.</summary>
    private static async Task<string> ReceiptAsync(LedgerRpcClient client, PreparedTransaction anchored)
    {
        GetReceiptRequest request = new()
        {
            TransactionId = ByteString.CopyFrom(anchored.Id.ToArray()),
            LeafOffset = (uint)Random.Shared.Next(anchored.Commitments),
        };
        GetReceiptResponse answer = await client.GetReceiptAsync(request, Deadline);
        return answer.State == ReceiptState.Committed && answer.Receipt.IsEmpty ? "NO_RECEIPT" : "";
    }

    private static async Task<string> CheckAsync(LedgerRpcClient client, PreparedTransaction anchored)
    {
        int leaf = Random.Shared.Next(anchored.Commitments);
        CheckRequest request = new() { Commitment = ByteString.CopyFrom(anchored.Commitment(leaf)) };
        await client.CheckAsync(request, Deadline);
        return "";
    }

    private static async Task<string> StatusAsync(LedgerRpcClient client)
    {
        await client.GetStatusAsync(Deadline);
        return "";
    }
}
