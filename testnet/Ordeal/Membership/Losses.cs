using Ledger.Client.V1;
using Ledger.Testnet.Network;
using Ledger.Testnet.Stages;

namespace Ledger.Testnet.Ordeal;

/// <summary>Validators that were away, or lose what they have stored, and come back while the load goes on.</summary>
internal sealed class Losses(MembershipWorld world)
{
    private const string KeptJournal = "journal-as-it-was";

    /// <summary>Where the second record of a journal's first copy surely is: behind a header of 512 bytes and the first.</summary>
    private const int TornAt = 640;

    /// <summary>Stops a member in an orderly way; the others go on without it.</summary>
    public async Task StopAsync(ValidatorNode node)
    {
        await node.StopAsync(world.Cancellation);
        await world.UntilResumedAsync();
    }

    /// <summary>A node that was stopped while the others changed their keys; it is told of their changes by the file.</summary>
    public Task<LostState> ReturnAsync(ValidatorNode node, string away) => ComeBackAsync(node, away, rejoins: false);

    /// <summary>SIGKILL, and its data directory is gone.</summary>
    public async Task<LostState> WipeAsync(ValidatorNode node)
    {
        await KillAsync(node);
        Directory.Delete(node.DataFolder, recursive: true);
        return await ComeBackAsync(node, "killed, data directory deleted", rejoins: true);
    }

    /// <summary>SIGKILL, and one byte is cut out of its journal, so that all behind it stands one byte too early.</summary>
    public async Task<LostState> TearAsync(ValidatorNode node)
    {
        await KillAsync(node);
        string journal = Directory.GetFiles(node.JournalFolder, "*.seg").Order(StringComparer.Ordinal).Last();
        byte[] bytes = await File.ReadAllBytesAsync(journal, world.Cancellation);
        await File.WriteAllBytesAsync(journal, [.. bytes[..TornAt], .. bytes[(TornAt + 1)..]], world.Cancellation);
        return await ComeBackAsync(node, "killed, a byte cut out of its journal", rejoins: true);
    }

    /// <summary>
    /// Two of four lose everything at once: the rest are no quorum, and nothing that they could say would be decided. The journal of
    /// one, as it was when its process ended, is put back; then three vote, and the other rejoins.
    /// </summary>
    public async Task<IReadOnlyList<LostState>> WipeTwoAsync(ValidatorNode restored, ValidatorNode rejoins)
    {
        ValidatorNode[] both = [restored, rejoins];
        await world.Consortium.FetchEpochsAsync();
        double interval = await world.CalmIntervalAsync();
        await Task.WhenAll(both.Select(n => n.KillAsync()));
        double stopped = world.Commits.NowMs;
        Copy(restored.JournalFolder, Path.Combine(restored.Folder, KeptJournal));
        foreach (ValidatorNode node in both)
        {
            Directory.Delete(node.DataFolder, recursive: true);
            world.TellOfEpochs(node);
            await node.StartAsync();
        }

        string said = "";
        foreach (ValidatorNode node in both)
        {
            StatusResponse status = await world.UntilAsync(
                node, "to say that it cannot rejoin", s => s.StallCause == StallCause.RejoinImpossible);
            said = $"REJOIN_IMPOSSIBLE: {status.StallReason}";
        }

        uint epoch = await world.EpochAsync();
        LostState first = await PutBackAsync(restored, epoch, interval, said);
        StatusResponse last = await world.UntilVotingAsync(rejoins, epoch + 1);
        double now = world.Commits.NowMs;
        LostState second = new(
            rejoins.Name, "the other of the two, counted from the kill", $"{NodeMode.Rejoining}", last.Epoch, interval,
            world.Commits.LongestGapMs(stopped, now), Math.Round(now - stopped));
        return [first, second];
    }

    private async Task<LostState> PutBackAsync(ValidatorNode node, uint epoch, double interval, string said)
    {
        await node.StopAsync(world.Cancellation);
        Directory.Delete(node.JournalFolder, recursive: true);
        Copy(Path.Combine(node.Folder, KeptJournal), node.JournalFolder);
        double at = world.Commits.NowMs;
        await node.StartAsync();
        StatusResponse status = await world.UntilVotingAsync(node, epoch);
        double votes = world.Commits.NowMs;
        await world.UntilResumedAsync();
        return new LostState(
            node.Name, "two of four killed, both data directories deleted; its journal put back", said, status.Epoch, interval,
            world.Commits.LongestGapMs(at, world.Commits.NowMs), Math.Round(votes - at));
    }

    /// <summary>The others go on without it before it is looked at how it comes back.</summary>
    private async Task KillAsync(ValidatorNode node)
    {
        await world.CalmAsync();
        await node.KillAsync();
        await world.UntilResumedAsync();
    }

    private async Task<LostState> ComeBackAsync(ValidatorNode node, string loss, bool rejoins)
    {
        await world.Consortium.FetchEpochsAsync();
        world.TellOfEpochs(node);
        double interval = await world.CalmIntervalAsync();
        uint epoch = await world.EpochAsync();
        double at = world.Commits.NowMs;
        await node.StartAsync();
        StatusResponse first = await world.UntilAsync(node, "to answer", _ => true);
        StatusResponse votes = await world.UntilVotingAsync(node, rejoins ? epoch + 1 : epoch);
        double voted = world.Commits.NowMs;
        await world.CalmAsync();
        return new LostState(
            node.Name, loss, $"{first.Mode}", votes.Epoch, interval,
            world.Commits.LongestGapMs(at, world.Commits.NowMs), Math.Round(voted - at));
    }

    private static void Copy(string from, string to)
    {
        Directory.CreateDirectory(to);
        foreach (string file in Directory.GetFiles(from))
        {
            File.Copy(file, Path.Combine(to, Path.GetFileName(file)));
        }
    }
}
