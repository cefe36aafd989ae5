using Ledger.Client.V1;
using Ledger.Testnet.Network;

namespace Ledger.Testnet.Ordeal;

/// <summary>Members come, go, take another's place, and change all their keys, while the load goes on.</summary>
internal sealed class SetChanges(MembershipWorld world)
{
    /// <summary>Lets in a node that follows already.</summary>
    public async Task<ChangedSet> AddAsync(ValidatorNode newcomer)
    {
        string candidate = await FollowAsync(newcomer);
        ChangedSet added = await DecideAsync($"{newcomer.Name} is added", "", "--add", candidate);
        await world.UntilVotingAsync(newcomer, added.Epoch);
        return added;
    }

    /// <summary>Removes a member, which then follows, and stops it.</summary>
    public async Task<ChangedSet> RemoveAsync(ValidatorNode gone)
    {
        ChangedSet removed = await DecideAsync($"{gone.Name} is removed", "", "--remove", gone.Name);
        await LeaveAsync(gone, removed.Epoch);
        return removed;
    }

    /// <summary>Another organisation's node takes a member's place, by one change.</summary>
    public async Task<ChangedSet> ReplaceAsync(ValidatorNode gone, ValidatorNode newcomer)
    {
        string candidate = await FollowAsync(newcomer);
        ChangedSet replaced = await DecideAsync(
            $"{newcomer.Name} takes the place of {gone.Name}", "", "--remove", gone.Name, "--add", candidate);
        await world.UntilVotingAsync(newcomer, replaced.Epoch);
        await LeaveAsync(gone, replaced.Epoch);
        return replaced;
    }

    /// <summary>Consensus, TLS and operator key of one member at once.</summary>
    public async Task<ChangedSet> RotateAsync(ValidatorNode node, string down)
    {
        string candidate = await world.Consortium.ProveAsync(node.NextKeysFolder);
        ChangedSet rotated = await DecideAsync($"{node.Name} has new keys", down, "--replace", candidate);
        TakeOperator(node);
        await world.UntilVotingAsync(node, rotated.Epoch);
        return rotated;
    }

    /// <summary>TLS and operator key of a member that is down: its consensus key waits until its node can say that it is ready.</summary>
    public async Task<ChangedSet> RotateWithoutConsensusKeyAsync(ValidatorNode down)
    {
        string candidate = await world.Consortium.ProveAsync(NextKeys.WithoutConsensusKey(down));
        ChangedSet rotated = await DecideAsync($"{down.Name} has a new TLS key", down.Name, "--replace", candidate);
        TakeOperator(down);
        return rotated;
    }

    private void TakeOperator(ValidatorNode node)
        => world.Consortium.Take(node.Name, Path.Combine(node.NextKeysFolder, Path.GetFileName(node.OperatorKeyPath)));

    private async Task<string> FollowAsync(ValidatorNode newcomer)
    {
        await newcomer.StartAsync();
        world.Consortium.Take(newcomer.Name, newcomer.OperatorKeyPath);
        string candidate = await world.Consortium.ProveAsync(newcomer.Folder);
        await world.UntilAsync(newcomer, "to follow", s => s.Mode == NodeMode.Following && s.Height + 100 >= world.Commits.Height);
        return candidate;
    }

    private async Task LeaveAsync(ValidatorNode gone, uint epoch)
    {
        await world.UntilAsync(gone, "to follow", s => s.Mode == NodeMode.Following && s.Epoch == epoch);
        await gone.StopAsync(world.Cancellation);
    }

    private async Task<ChangedSet> DecideAsync(string change, string down, params string[] actions)
    {
        string file = await world.Consortium.PrepareAsync(actions);
        uint epoch = await world.EpochAsync() + 1;
        double interval = await world.CalmIntervalAsync();
        double at = world.Commits.NowMs;
        ulong decided = await world.Consortium.SubmitAsync(file);
        SeenCommit first = await world.FirstOfAsync(epoch);
        await world.CalmAsync();
        return new ChangedSet(
            change, down, epoch, first.View, interval, world.Commits.LongestGapMs(at, world.Commits.NowMs),
            Math.Round(first.AtMs - at), world.Commits.EmptyBetween(decided, first.Height));
    }
}
