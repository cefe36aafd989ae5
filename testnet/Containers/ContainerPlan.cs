using Ledger.Testnet.Network;

namespace Ledger.Testnet.Containers;

/// <summary>Everything that decides what a compose file says.</summary>
/// <param name="SourceRoot">The source tree that the node's image is built from.</param>
/// <param name="UserId">Who the validators are inside, and who alone may read their key files outside.</param>
/// <param name="Published">For each validator, in the set's order, its ports on the loopback address of this machine;
/// the peers' port is not published and is the one inside.</param>
/// <param name="PrometheusPort">Where Prometheus is on that address.</param>
public sealed record ContainerPlan(
    Manifest Manifest, string SourceRoot, int UserId, IReadOnlyList<NodePorts> Published, int PrometheusPort)
{
    /// <summary>Where every validator listens inside its container; the image's EXPOSE says the same.</summary>
    public static readonly NodePorts Inside = new(7000, 7001, 7002);

    /// <summary>The network that joins the regions; taking a validator off it is cutting its line abroad.</summary>
    public const string Border = "border";

    /// <summary>The network of a region's own validators.</summary>
    public static string NetworkOf(string region) => $"region-{region.ToLowerInvariant()}";

    /// <summary>A validator's name in its own region's network.</summary>
    public static string HostAtHome(ManifestMember member) => $"{member.Name}.{member.Region.ToLowerInvariant()}";

    /// <summary>A validator's name in the network between the regions.</summary>
    public static string HostAbroad(ManifestMember member) => $"{member.Name}.{Border}";

    /// <summary>Where <paramref name="from"/> finds a peer: neighbours never talk over the border.</summary>
    public static string PeerHost(ManifestMember from, ManifestMember peer)
        => from.Region == peer.Region ? HostAtHome(peer) : HostAbroad(peer);
}
