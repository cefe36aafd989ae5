using System.Collections.Concurrent;
using Google.Protobuf;
using Ledger.Client;
using Ledger.Client.V1;
using Ledger.Cryptography.Signatures;
using Ledger.Protocol.Encoding;
using Ledger.Protocol.Receipts;
using Ledger.Testnet.Load;
using Ledger.Testnet.Network;
using Ledger.Testnet.Ordeal;

namespace Ledger.Testnet.Upgrade;

/// <summary>Everything acknowledged has, at every node, a receipt that verifies from the genesis and the changes of epoch.</summary>
internal static class UpgradeReceipts
{
    private const int MaximumCalls = 16;

    /// <summary>Most lost transactions of a node that are told of one by one.</summary>
    private const int FaultsPerNode = 3;

    public static async Task<int> VerifyAsync(
        TestNetwork network, LoadResult load, List<string> faults, CancellationToken cancellation)
    {
        PreparedTransaction[] all = [.. load.Acknowledged.Select(a => a.Transaction)];
        int verified = 0;
        foreach (ValidatorNode node in network.Nodes)
        {
            using NodeRing ring = new([node.GrpcAddress], node.Trust);
            HistoryClient client = new(ring, network.Genesis, SignatureSuites.Production);
            await client.FollowAsync(Deadline.After(OrdealPlan.Patience), cancellation);
            string[] bad = await FaultsAsync(node, client.History, all, cancellation);
            faults.AddRange(bad.Take(FaultsPerNode));
            verified += all.Length - bad.Length;
        }

        return verified;
    }

    private static async Task<string[]> FaultsAsync(
        ValidatorNode node, EpochHistory history, PreparedTransaction[] all, CancellationToken cancellation)
    {
        ConcurrentBag<string> faults = [];
        ParallelOptions options = new() { MaxDegreeOfParallelism = MaximumCalls, CancellationToken = cancellation };
        await Parallel.ForEachAsync(all, options, async (transaction, token) =>
        {
            GetReceiptRequest request = new() { TransactionId = ByteString.CopyFrom(transaction.Id.ToArray()) };
            GetReceiptResponse answer = await node.Client.GetReceiptAsync(request, cancellation: token);
            ReceiptFault fault = Receipt.TryDecode(answer.Receipt.Span, out Receipt? receipt) == DecodeFault.None
                ? ReceiptVerifier.Verify(receipt!, history, SignatureSuites.Production)
                : ReceiptFault.Malformed;
            if (fault != ReceiptFault.None || receipt!.TransactionId != transaction.Id)
            {
                faults.Add($"{node.Name}, {transaction.Id}: {fault}");
            }
        });
        return [.. faults];
    }
}
