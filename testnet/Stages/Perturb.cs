using Ledger.Testnet.Links;
using Ledger.Testnet.Network;

namespace Ledger.Testnet.Stages;

/// <summary>What goes wrong in a test: processes that end without a word, regions that lose each other.</summary>
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

    /// <summary>Cuts one region off another; what runs goes on running.</summary>
    public static void Cut(TestNetwork network, RegionCut cut) => network.Links.Cut(cut);

    /// <summary>Lets the two regions reach each other again.</summary>
    public static void Heal(TestNetwork network, RegionCut cut) => network.Links.Heal(cut);
}
