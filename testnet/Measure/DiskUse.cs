using System.Diagnostics;
using System.Globalization;
using Ledger.Testnet.Network;

namespace Ledger.Testnet.Measure;

/// <summary>
/// What the nodes' data takes on disk: blocks in use, so that a hole counts nothing and preallocation does.
/// </summary>
public static class DiskUse
{
    /// <summary>Bytes of all nodes together.</summary>
    public static Task<long> BytesAsync(TestNetwork network, CancellationToken cancellation)
        => BytesAsync(network.Nodes.Select(n => n.DataFolder), cancellation);

    /// <summary>Bytes of one node.</summary>
    public static Task<long> BytesAsync(ValidatorNode node, CancellationToken cancellation) => BytesAsync([node.DataFolder], cancellation);

    /// <summary>Bytes of one folder and all below it.</summary>
    public static Task<long> BytesAsync(string folder, CancellationToken cancellation) => BytesAsync([folder], cancellation);

    private static async Task<long> BytesAsync(IEnumerable<string> folders, CancellationToken cancellation)
    {
        ProcessStartInfo start = new("du", ["-s", "-c", "-B1", .. folders])
        {
            RedirectStandardOutput = true,
        };
        using Process process = Process.Start(start)!;
        string output = await process.StandardOutput.ReadToEndAsync(cancellation);
        await process.WaitForExitAsync(cancellation);
        string total = output.TrimEnd().Split('\n')[^1].Split('\t')[0];
        return long.Parse(total, CultureInfo.InvariantCulture);
    }
}
