using System.Text.Json;
using Ledger.Client.V1;
using Ledger.Testnet.Network;

namespace Ledger.Testnet.Ordeal;

/// <summary>So many journals are lost at once that the rest is no quorum, and the operators order that the new ones vote.</summary>
/// <remarks>PROTOCOL.md D3.</remarks>
internal sealed class Orders(MembershipWorld world)
{
    /// <summary>SIGKILL at once, and nothing is left of them but their keys.</summary>
    public Task<OrderedReturn> WipeAsync(params ValidatorNode[] lost)
        => ReturnAsync("killed at once, data directories deleted", lost, refill: () => Task.CompletedTask);

    /// <summary>Kills them at once and deletes what they stored; they come back as the README tells their operators.</summary>
    /// <param name="refill">What they have instead when they start.</param>
    public async Task<OrderedReturn> ReturnAsync(string loss, ValidatorNode[] lost, Func<Task> refill)
    {
        await world.Consortium.FetchEpochsAsync();
        double interval = await world.CalmIntervalAsync();
        uint next = await world.EpochAsync() + 1;
        double killed = await LoseAsync(lost);
        await refill();
        await StartAsync(lost);
        double stands = world.Commits.NowMs;
        (string said, double submitted) = await DecideAsync(lost);
        StatusResponse[] vote = await Task.WhenAll(lost.Select(n => world.UntilVotingAsync(n, next)));
        double voted = world.Commits.NowMs;
        await world.CalmAsync();
        return new OrderedReturn(
            string.Join(" and ", lost.Select(n => n.Name)), loss, said, vote.Min(s => s.Epoch), interval, Math.Round(stands - killed),
            Math.Round(submitted - stands), Math.Round(world.Commits.FirstSinceMs(submitted) - submitted), Math.Round(voted - submitted),
            world.Commits.LongestGapMs(killed, world.Commits.NowMs));
    }

    /// <summary>When they are dead.</summary>
    private async Task<double> LoseAsync(ValidatorNode[] lost)
    {
        await Task.WhenAll(lost.Select(n => n.KillAsync()));
        double killed = world.Commits.NowMs;
        foreach (ValidatorNode node in lost)
        {
            Directory.Delete(node.DataFolder, recursive: true);
            world.TellOfEpochs(node);
        }

        return killed;
    }

    /// <summary>Ends when all say that they cannot rejoin.</summary>
    private async Task StartAsync(ValidatorNode[] lost)
    {
        await Task.WhenAll(lost.Select(n => n.StartAsync()));
        await Task.WhenAll(lost.Select(n => world.UntilAsync(
            n, "to say that it cannot rejoin", s => s.StallCause == StallCause.RejoinImpossible)));
    }

    /// <summary>Each operator reads what its node says; together they order that. What one read, and when it was submitted.</summary>
    private async Task<(string Said, double AtMs)> DecideAsync(ValidatorNode[] lost)
    {
        double stands = world.Commits.NowMs;
        JsonElement[] statuses = await Task.WhenAll(lost.Select(world.Consortium.StatusAsync));
        string file = await world.Consortium.PrepareAsync([.. statuses.SelectMany(Recover)]);
        double submitted = world.Commits.NowMs;
        DemandSilence(stands, submitted);
        await world.Consortium.SubmitAsync(file);
        return ($"{Text(statuses[0], "stall_cause")}: {Text(statuses[0], "stall_reason")}", submitted);
    }

    /// <summary>The option that names a validator's new journal; its status has to say the same.</summary>
    private static string[] Recover(JsonElement status)
    {
        string[] option = ["--recover", $"{Text(status, "validator")}={Text(status, "incarnation")}"];
        string reason = Text(status, "stall_reason");
        return reason.Contains(string.Join(' ', option), StringComparison.Ordinal)
            ? option
            : throw new InvalidOperationException($"{string.Join(' ', option)} is not what the status says: {reason}");
    }

    private static string Text(JsonElement status, string field) => status.GetProperty(field).GetString()!;

    /// <summary>Who is left is no quorum: what was committed meanwhile, was so with somebody who forgot what it had signed.</summary>
    private void DemandSilence(double fromMs, double toMs)
    {
        if (world.Commits.LongestGapMs(fromMs, toMs) < Math.Round(toMs - fromMs))
        {
            throw new InvalidOperationException("blocks were committed while no quorum had its journals");
        }
    }
}
