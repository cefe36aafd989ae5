using Ledger.Testnet.Network;

namespace Ledger.Testnet.Stages;

/// <summary>What goes wrong in a test: processes that end without a word.</summary>
public static class Perturb
{
    /// <summary>SIGKILL to the node that proposes; gives the node.</summary>
    public static async Task<ValidatorNode> KillPrimaryAsync(TestNetwork network, CancellationToken cancellation)
    {
        ValidatorNode primary = await network.PrimaryAsync(cancellation);
        await primary.KillAsync();
        return primary;
    }

    /// <summary>SIGKILL to every node at once.</summary>
    public static Task KillAllAsync(TestNetwork network)
        => Task.WhenAll(network.Running.ToArray().Select(n => n.KillAsync()));
}
