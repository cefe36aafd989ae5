using Ledger.Client;
using Ledger.Client.Errors;
using Ledger.Client.V1;
using Ledger.Testnet.Load;
using Ledger.Testnet.Network;

namespace Ledger.Testnet.Partition;

/// <summary>Submits without waiting, to every node in turn, until every node's last answer was POOL_FULL.</summary>
internal sealed class QueueFiller(TestNetwork network)
{
    private const int Commitments = 4096;
    private const int MostPerNode = 1_000;

    private readonly List<PreparedTransaction> _accepted = [];

    public IReadOnlyList<PreparedTransaction> Accepted => _accepted;

    public int RefusedAsFull { get; private set; }

    /// <exception cref="InvalidOperationException">A node took more than any bound allows.</exception>
    public async Task RunAsync(CancellationToken cancellation)
    {
        using TransactionFactory factory = new(network.Genesis, network.Issuers[0]);
        ulong head = (await network.Nodes[0].StatusAsync(cancellation)).Height;
        foreach (ValidatorNode node in network.Nodes)
        {
            int sent = 0;
            while (await SubmitAsync(node, factory.Prepare(1, Commitments, head)[0], cancellation))
            {
                sent++;
                if (sent == MostPerNode)
                {
                    throw new InvalidOperationException($"{node.Name} took {sent} transactions and is not full.");
                }
            }
        }
    }

    /// <summary>False when the node is full.</summary>
    private async Task<bool> SubmitAsync(
        ValidatorNode node, PreparedTransaction transaction, CancellationToken cancellation)
    {
        try
        {
            await node.Client.SubmitAsync(transaction.Bytes, cancellation: cancellation);
            _accepted.Add(transaction);
            return true;
        }
        catch (LedgerRpcException refusal) when (refusal.Code == ErrorCatalogue.Of(ErrorCode.PoolFull).Name)
        {
            RefusedAsFull++;
            return false;
        }
    }
}
