using Ledger.Client.V1;
using Ledger.Protocol.Encoding;
using Ledger.Protocol.Receipts;
using Ledger.Testnet.Network;
using Ledger.Testnet.Stages;

namespace Ledger.Testnet.Ordeal;

/// <summary>A network whose members change, who decides that, and what its clients see of it.</summary>
/// <param name="Asked">Never down, a member from the first block to the last.</param>
internal sealed record MembershipWorld(
    TestNetwork Network, ValidatorNode Asked, Consortium Consortium, CommitWatch Commits, CancellationToken Cancellation)
{
    /// <summary>So many blocks more are commits that go on, and not what was under way.</summary>
    private const ulong Resumed = 5;

    /// <summary>Waits until a node says something of itself; what it says last is in the failure.</summary>
    public async Task<StatusResponse> UntilAsync(ValidatorNode node, string what, Func<StatusResponse, bool> isSo)
    {
        StatusResponse? last = null;
        try
        {
            await Wait.UntilAsync($"{node.Name} {what}", MembershipPlan.Patience, Cancellation, async () =>
                (last = await node.TryStatusAsync(Cancellation)) is not null && isSo(last));
        }
        catch (TimeoutException late)
        {
            string said = last is null ? "no answer" : $"{last.Mode}, height {last.Height}, epoch {last.Epoch}, {last.StallReason}";
            throw new TimeoutException($"{late.Message} Last: {said}\n{node.LastOutput()}", late);
        }

        return last!;
    }

    /// <summary>Waits until a node votes where the chain stands, in <paramref name="epoch"/> or a later one.</summary>
    public Task<StatusResponse> UntilVotingAsync(ValidatorNode node, uint epoch)
        => UntilAsync(node, "to vote", s => s.Mode == NodeMode.Voting && s.Epoch >= epoch && s.Height + Resumed >= Commits.Height);

    public async Task<uint> EpochAsync() => (await Asked.StatusAsync(Cancellation)).Epoch;

    public async Task UntilResumedAsync()
    {
        ulong height = Commits.Height;
        await Wait.UntilAsync("commits to go on", MembershipPlan.Patience, Cancellation, () =>
            Task.FromResult(Commits.Height >= height + Resumed));
    }

    /// <summary>From its next start on it knows the keys that its peers have by now.</summary>
    public void TellOfEpochs(ValidatorNode node) => node.Configure(c => c["epochsPath"] = Consortium.EpochsPath);

    public Task CalmAsync() => Task.Delay(MembershipPlan.Calm, Cancellation);

    /// <summary>Undisturbed load, and the median time between two commits of it.</summary>
    public async Task<double> CalmIntervalAsync()
    {
        double from = Commits.NowMs;
        await CalmAsync();
        return Commits.MedianIntervalMs(from, Commits.NowMs);
    }

    /// <summary>The first block of an epoch, once it is there.</summary>
    public async Task<SeenCommit> FirstOfAsync(uint epoch)
    {
        SeenCommit? first = null;
        await Wait.UntilAsync($"the first block of epoch {epoch}", MembershipPlan.Patience, Cancellation, async () =>
            (first = await StartOfAsync(epoch) is { } start ? Commits.Find(start) : null) is not null);
        return first!.Value;
    }

    /// <summary>Null while no block is of the epoch.</summary>
    private async Task<ulong?> StartOfAsync(uint epoch)
    {
        GetEpochsResponse answer = await Asked.Client.GetEpochsAsync(
            new GetEpochsRequest { FromEpoch = epoch, Limit = 1 }, cancellation: Cancellation);
        EpochLink? link = null;
        DecodeFault fault = answer.Links.Count == 0 ? DecodeFault.None : EpochLink.TryDecode(answer.Links[0].Span, out link);
        return fault == DecodeFault.None ? link?.Next.Start.Value : throw new InvalidOperationException($"no link: {fault}");
    }
}
