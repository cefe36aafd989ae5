using Ledger.Testnet.Network;

namespace Ledger.Testnet.Stages;

/// <summary>Asks nodes to end in an orderly way.</summary>
public static class Stop
{
    /// <summary>Stops every node that runs.</summary>
    /// <exception cref="InvalidOperationException">One ended with another exit code than 0.</exception>
    public static async Task RunAsync(TestNetwork network, CancellationToken cancellation)
        => await Task.WhenAll(network.Running.ToArray().Select(n => StopAsync(n, cancellation)));

    private static async Task StopAsync(ValidatorNode node, CancellationToken cancellation)
    {
        int exit = await node.StopAsync(cancellation);
        if (exit != 0)
        {
            throw new InvalidOperationException($"{node.Name} ended with {exit}:\n{node.LastOutput()}");
        }
    }
}
