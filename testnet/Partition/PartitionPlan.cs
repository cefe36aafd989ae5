using System.Text.Json.Nodes;
using Ledger.Testnet.Links;
using Ledger.Testnet.Network;

namespace Ledger.Testnet.Partition;

/// <summary>How Shenzhen is cut off Singapore.</summary>
/// <param name="Cut">How long; no commit can come before it ends.</param>
/// <param name="PoolBytes">The bound of what may wait at each node; null for the program's own.</param>
public sealed record PartitionPlan(CutMode Mode, TimeSpan Cut, long? PoolBytes = null)
{
    /// <summary>Less is over before every node has noticed.</summary>
    public static readonly TimeSpan LeastCut = TimeSpan.FromSeconds(10);

    /// <summary>Load before the cut, and after healing.</summary>
    public static readonly TimeSpan Margin = TimeSpan.FromSeconds(3);

    public RegionCut Regions => new("CN-SZ", "SG", Mode);

    /// <summary>Two validators on each side of a link, with this plan's bound.</summary>
    public Manifest Network()
    {
        Manifest wan = Manifest.Load(Manifest.Wan);
        return PoolBytes is { } bytes
            ? wan with { Node = new JsonObject { ["pool"] = new JsonObject { ["maxBytes"] = bytes } } }
            : wan;
    }
}
