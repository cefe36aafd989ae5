using System.Diagnostics;
using Ledger.Client.V1;
using Ledger.Testnet.Load;
using Ledger.Testnet.Network;
using Ledger.Testnet.Stages;

namespace Ledger.Tests.Integration;

/// <summary>What tests do to one validator of a running network, and wait for.</summary>
internal static class NodeSteps
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    /// <param name="signal">As kill takes it, such as -STOP.</param>
    public static async Task SignalAsync(this ValidatorNode node, string signal)
    {
        using Process kill = Process.Start("kill", [signal, $"{node.ProcessId}"]);
        await kill.WaitForExitAsync();
    }

    /// <summary>Submits and waits: the transaction is anchored.</summary>
    public static async Task CommitAsync(this ValidatorNode node, PreparedTransaction transaction)
    {
        SubmitResponse answer = await node.Client.SubmitAsync(transaction.Bytes, waitForReceipt: true, deadline: Patience);
        Assert.Equal(Outcome.Anchored, answer.Outcome);
    }

    /// <summary>Waits until the node says something of itself.</summary>
    public static async Task<StatusResponse> UntilAsync(
        this ValidatorNode node, string what, Func<StatusResponse, bool> isSo)
    {
        StatusResponse? status = null;
        await Wait.UntilAsync($"{node.Name}: {what}", Patience, default, async () =>
        {
            status = await node.TryStatusAsync();
            return status is not null && isSo(status);
        });
        return status!;
    }
}
