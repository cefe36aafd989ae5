using Google.Protobuf;
using Ledger.Client;
using Ledger.Client.V1;
using Ledger.Cryptography.Signatures;
using Ledger.Protocol.Receipts;
using Ledger.Testnet.Load;
using Ledger.Testnet.Network;

namespace Ledger.Testnet.Stages;

/// <summary>Checks that what was acknowledged is there, at every node.</summary>
public static class Verify
{
    /// <summary>Most calls to one node at a time.</summary>
    private const int MaximumCalls = 16;

    /// <summary>
    /// How many of a sample of acknowledged commitments every running node finds, with a receipt that verifies.
    /// </summary>
    public static async Task<int> CountFoundByAllAsync(
        TestNetwork network,
        IEnumerable<(PreparedTransaction Transaction, int Leaf)> sample,
        CancellationToken cancellation)
    {
        int found = 0;
        ParallelOptions options = new() { MaxDegreeOfParallelism = MaximumCalls, CancellationToken = cancellation };
        await Parallel.ForEachAsync(sample, options, async (item, token) =>
        {
            byte[] commitment = item.Transaction.Commitment(item.Leaf).ToArray();
            bool[] byNode = await Task.WhenAll(network.Running.Select(n => FindsAsync(n, network, commitment, token)));
            Interlocked.Add(ref found, byNode.All(f => f) ? 1 : 0);
        });
        return found;
    }

    /// <summary>
    /// The acknowledged transactions of a load that a node does not have under the height it was given.
    /// </summary>
    public static async Task<IReadOnlyCollection<string>> FindMissingAsync(
        ValidatorNode node, LoadResult result, CancellationToken cancellation)
    {
        System.Collections.Concurrent.ConcurrentBag<string> missing = [];
        ParallelOptions options = new() { MaxDegreeOfParallelism = MaximumCalls, CancellationToken = cancellation };
        await Parallel.ForEachAsync(result.Acknowledged, options, async (item, token) =>
        {
            GetReceiptRequest request = new() { TransactionId = ByteString.CopyFrom(item.Transaction.Id.ToArray()) };
            GetReceiptResponse answer = await node.Client.GetReceiptAsync(request, cancellation: token);
            if (answer.State != ReceiptState.Committed || answer.Height != item.Result.Height)
            {
                missing.Add($"{item.Transaction.Id}: {answer.State} at {answer.Height}, not {item.Result.Height}");
            }
        });
        return missing;
    }

    /// <summary>The transactions of which a node gives no receipt that verifies offline.</summary>
    /// <param name="believed">What they are verified by; null for the genesis alone.</param>
    public static async Task<IReadOnlyCollection<string>> FindUnreadableAsync(
        ValidatorNode node,
        TestNetwork network,
        IEnumerable<PreparedTransaction> transactions,
        CancellationToken cancellation,
        EpochHistory? believed = null)
    {
        System.Collections.Concurrent.ConcurrentBag<string> faults = [];
        ParallelOptions options = new() { MaxDegreeOfParallelism = MaximumCalls, CancellationToken = cancellation };
        await Parallel.ForEachAsync(transactions, options, async (transaction, token) =>
        {
            if (await ReadFaultAsync(node, believed ?? network.Genesis, transaction, token) is { Length: > 0 } fault)
            {
                faults.Add($"{node.Name}: {fault}");
            }
        });
        return faults;
    }

    /// <summary>Why a transaction's receipt is not to be had at a node, or does not verify; else empty.</summary>
    private static async Task<string> ReadFaultAsync(
        ValidatorNode node, EpochHistory believed, PreparedTransaction transaction, CancellationToken cancellation)
    {
        ReceiptAuditor auditor = new(believed);
        GetReceiptRequest request = new() { TransactionId = ByteString.CopyFrom(transaction.Id.ToArray()) };
        try
        {
            GetReceiptResponse answer = await node.Client.GetReceiptAsync(request, cancellation: cancellation);
            auditor.Hear(transaction, answer.Receipt.Span);
            return string.Join("; ", auditor.Faults);
        }
        catch (LedgerRpcException refusal)
        {
            return $"{transaction.Id}: {refusal.Message}";
        }
    }

    private static async Task<bool> FindsAsync(
        ValidatorNode node, TestNetwork network, byte[] commitment, CancellationToken cancellation)
    {
        CheckRequest request = new() { Commitment = ByteString.CopyFrom(commitment) };
        CheckResponse answer = await node.Client.CheckAsync(request, cancellation: cancellation);
        return answer.Verdict == CheckVerdict.Found
            && Receipt.TryDecode(answer.Matches[0].Receipt.Span, out Receipt? receipt) == 0
            && ReceiptVerifier.Verify(receipt!, network.Genesis, SignatureSuites.Production) == ReceiptFault.None
            && ReceiptVerifier.VerifyDocument(receipt!, new(commitment)) == ReceiptFault.None;
    }
}
