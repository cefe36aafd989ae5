using Ledger.Client.V1;
using Ledger.Testnet.Load;
using Ledger.Testnet.Network;
using Ledger.Testnet.Stages;

namespace Ledger.Tests.Integration;

/// <summary>The validator that proposes is killed under load.</summary>
public sealed class PrimaryLossTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private static readonly LoadPlan Plan = new(40, 8, TimeSpan.Zero, TimeSpan.FromSeconds(8));

    [Fact]
    public async Task Commits_resume_after_the_primary_is_killed_and_every_receipt_verifies()
    {
        await using TestNetwork network = await Setup.RunAsync(Manifest.Load(Manifest.Demo), default);
        await Start.RunAsync(network, default);
        ReceiptAuditor auditor = new(network.Genesis);
        ValidatorNode? killed = null;
        ulong heightAtKill = 0;

        LoadResult result = await Loading.RunAsync(network, Plan, auditor, default, async cancellation =>
        {
            await Wait.UntilHeightAsync(network, 10, Patience, cancellation);
            killed = await Perturb.KillPrimaryAsync(network, cancellation);
            heightAtKill = (await network.Running.First().StatusAsync(cancellation)).Height;
        });

        ulong last = result.Acknowledged.Max(a => a.Result.Height);
        Assert.True(last > heightAtKill + 10, $"killed at {heightAtKill}, last commit at {last}");
        Assert.Empty(auditor.Faults);
        Assert.Equal(result.Count(CallEnd.Committed), auditor.Verified);
        await AssertKeptByAllAsync(network, result);

        await killed!.StartAsync();
        await killed.WaitUntilReadyAsync(default);
        await AssertKeptByAllAsync(network, result);
        StatusResponse[] heads = await Wait.UntilHeadsAgreeAsync(network, Patience, default);
        Assert.Equal(network.Nodes.Count, heads.Length);
    }

    private static async Task AssertKeptByAllAsync(TestNetwork network, LoadResult result)
    {
        await Wait.UntilHeadsAgreeAsync(network, Patience, default);
        foreach (ValidatorNode node in network.Running)
        {
            Assert.Empty(await Verify.FindMissingAsync(node, result, default));
        }
    }
}
