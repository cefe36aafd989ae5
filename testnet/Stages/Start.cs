using Ledger.Testnet.Network;

namespace Ledger.Testnet.Stages;

/// <summary>Starts nodes as processes of their own.</summary>
public static class Start
{
    /// <summary>Starts every node that does not run, and waits until each answers.</summary>
    public static async Task RunAsync(TestNetwork network, CancellationToken cancellation)
    {
        ValidatorNode[] stopped = [.. network.Nodes.Where(n => !n.IsRunning)];
        await Task.WhenAll(stopped.Select(n => n.StartAsync()));
        await Task.WhenAll(stopped.Select(n => n.WaitUntilReadyAsync(cancellation)));
    }
}
