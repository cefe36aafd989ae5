using Google.Protobuf;
using Ledger.Client;
using Ledger.Client.V1;
using Ledger.Testnet.Load;
using Ledger.Testnet.Network;
using Ledger.Testnet.Stages;

namespace Ledger.Tests.Integration;

/// <summary>How a node ends when it is told to, as a process among others.</summary>
public sealed class DrainTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task A_stop_commits_what_was_accepted_and_a_second_one_does_not_wait()
    {
        await using TestNetwork network = await Setup.RunAsync(Manifest.Load(Manifest.Demo), default);
        foreach (ValidatorNode node in network.Nodes)
        {
            string configuration = File.ReadAllText(node.ConfigurationPath);
            File.WriteAllText(
                node.ConfigurationPath,
                configuration.Replace("{\"validatorName\"", "{\"shutdown\":{\"drainTimeoutMs\":300000},\"validatorName\""));
        }

        await Start.RunAsync(network, default);
        using TransactionFactory factory = new(network.Genesis, network.Issuers[0]);
        PreparedTransaction[] all = factory.Prepare(101, 4, head: 0);
        ValidatorNode sz1 = network["sz-1"];
        ValidatorNode sz2 = network["sz-2"];
        await Wait.UntilAsync(
            "a quorum", Patience, default, async () => (await sz1.StatusAsync()).Ready && (await sz2.StatusAsync()).Ready);

        await Task.WhenAll(all[..100].Select(t => sz2.Client.SubmitAsync(t.Bytes, waitForReceipt: false)));
        Assert.Equal(0, await sz2.StopAsync());
        Assert.Contains("\"event\":\"node.drained\"", sz2.LastOutput());
        Assert.Contains("\"transactions_left\":0", sz2.LastOutput());
        foreach (PreparedTransaction transaction in all[..100])
        {
            await Wait.UntilAsync("a receipt elsewhere", Patience, default, async () => await HasAsync(sz1, transaction));
        }

        await network["sg-2"].SignalAsync("-STOP"); // two of four: nothing commits, a drain cannot end
        await sz1.Client.SubmitAsync(all[100].Bytes, waitForReceipt: false);
        await sz1.SignalAsync("-TERM");
        await Wait.UntilAsync("the drain", Patience, default, async () => (await sz1.TryStatusAsync())?.Stopping == true);
        LedgerRpcException refused = await Assert.ThrowsAsync<LedgerRpcException>(
            () => sz1.Client.SubmitAsync(all[100].Bytes, waitForReceipt: false));
        Assert.Equal("NOT_READY", refused.Code);
        Assert.Equal(130, await sz1.StopAsync());
        await network["sg-2"].SignalAsync("-CONT");
    }

    private static async Task<bool> HasAsync(ValidatorNode node, PreparedTransaction transaction)
    {
        try
        {
            GetReceiptRequest request = new() { TransactionId = ByteString.CopyFrom(transaction.Id.ToArray()) };
            return (await node.Client.GetReceiptAsync(request)).State == ReceiptState.Committed;
        }
        catch (LedgerRpcException unknown) when (unknown.Status == GrpcStatus.NotFound)
        {
            return false;
        }
    }
}
