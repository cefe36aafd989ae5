using System.Text.Json;
using Ledger.Testnet.Network;

namespace Ledger.Testnet.Ordeal;

/// <summary>A region of which nothing is left but backups, older than what its validators signed last.</summary>
internal sealed class LostRegion(MembershipWorld world, KeptReceipts receipts)
{
    /// <summary>How long the load goes on behind the last backup, at least.</summary>
    private static readonly TimeSpan Behind = TimeSpan.FromSeconds(5);

    /// <summary>Backups while all run; later SIGKILL for the region, and a restore of each before its start.</summary>
    public async Task<(OrderedReturn Back, IReadOnlyList<RestoredBackup> Backups)> RestoreAsync(params ValidatorNode[] region)
    {
        List<RestoredBackup> backups = [];
        foreach (ValidatorNode node in region)
        {
            backups.Add(await BackUpAsync(node));
        }

        int acknowledged = receipts.Count;
        await Task.Delay(Behind, world.Cancellation);
        OrderedReturn back = await new Orders(world).ReturnAsync(
            "a region killed at once, data directories deleted, restored from backups", region, async () =>
            {
                (ulong height, int since) = (world.Commits.Height, receipts.Count - acknowledged);
                foreach ((int i, ValidatorNode node) in region.Index())
                {
                    backups[i] = backups[i] with
                    {
                        BlocksBehind = height - backups[i].Height,
                        AcknowledgedSince = since,
                        RestoreMs = await FillAsync(node),
                    };
                }
            });
        return (back, backups);
    }

    /// <summary><c>ledger backup</c> of a node that goes on.</summary>
    private async Task<RestoredBackup> BackUpAsync(ValidatorNode node)
    {
        double at = world.Commits.NowMs;
        CommandResult made = await world.Network.Program.RunAsync(
            ["backup", "--config", node.ConfigurationPath, "--out", FileOf(node), "--json"], world.Cancellation);
        double took = Math.Round(world.Commits.NowMs - at);
        JsonElement says = JsonSerializer.Deserialize<JsonElement>(made.Output);
        return new RestoredBackup(
            node.Name, says.GetProperty("bytes").GetInt64(), says.GetProperty("height").GetUInt64(), BlocksBehind: 0,
            AcknowledgedSince: 0, took, RestoreMs: 0);
    }

    /// <summary><c>ledger restore</c>; how long it took.</summary>
    private async Task<double> FillAsync(ValidatorNode node)
    {
        double at = world.Commits.NowMs;
        await world.Network.Program.RunAsync(
            ["restore", "--config", node.ConfigurationPath, "--in", FileOf(node)], world.Cancellation);
        return Math.Round(world.Commits.NowMs - at);
    }

    private static string FileOf(ValidatorNode node) => Path.Combine(node.Folder, "backup");
}
