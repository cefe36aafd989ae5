using System.Globalization;
using Ledger.Node.Networking;
using Ledger.Node.Rpc;

namespace Ledger.Node.Running;

/// <summary>How many files and connections this process may have open, and how many it needs.</summary>
/// <remarks>The runtime has raised the soft limit to the hard one before this is read.</remarks>
public static class DescriptorLimit
{
    /// <summary>
    /// Runtime, libraries, stores, logs and listeners: some 190 when fresh, and one more for each further file of a log, about
    /// twenty for 1 GB. A runtime without a free descriptor ends at once, so there is room.
    /// </summary>
    private const int OfTheNode = 384;

    /// <summary>
    /// Two lanes to each peer and two from it, and as many once more while connections are made again; and two callers
    /// that have not said hello.
    /// </summary>
    private const int OfEachPeer = 10;

    /// <summary>With fewer client connections than this a node does not serve anybody.</summary>
    private const int FewestClients = 32;

    /// <summary>Client connections that the limit leaves room for, at most as many as wanted.</summary>
    /// <exception cref="StartRefusedException">It leaves room for too few.</exception>
    public static int ClientsWithin(long? limit, int peers, int wanted)
    {
        long reserved = OfTheNode + PeerTransportOptions.MaxStrangers + ((long)OfEachPeer * peers);
        if (limit < reserved + FewestClients + RpcOptions.RefusedBeside(FewestClients))
        {
            throw new StartRefusedException(
                StartRefusal.TooFewDescriptors, "RLIMIT_NOFILE", "of the process",
                $"{limit} open files, at least {reserved + FewestClients + RpcOptions.RefusedBeside(FewestClients)} are needed");
        }

        long room = (limit ?? long.MaxValue) - reserved;
        return (int)Math.Min(wanted, room - (room / 5)); // each fifth is for those that are told they are too many
    }

    /// <summary>The soft limit now; null when it is unlimited or the system does not tell.</summary>
    public static long? Read()
    {
        const string limits = "/proc/self/limits";
        string? line = File.Exists(limits)
            ? File.ReadLines(limits).FirstOrDefault(l => l.StartsWith("Max open files", StringComparison.Ordinal)) : null;
        string? soft = line?["Max open files".Length..].Split(' ', StringSplitOptions.RemoveEmptyEntries).FirstOrDefault();
        return long.TryParse(soft, NumberStyles.None, CultureInfo.InvariantCulture, out long limit) ? limit : null;
    }
}
