using Ledger.Testnet.Load;
using Ledger.Testnet.Network;
using Ledger.Testnet.Stages;

namespace Ledger.Tests.Integration;

/// <summary>All validators end at once without a word, again and again, while clients wait for receipts.</summary>
public sealed class PowerLossTests
{
    /// <summary>Twenty are `ordeal blackout`; here as many as every run of the tests can afford.</summary>
    private const int Rounds = 4;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    // The load outlasts the kill, so that every node dies with calls under way.
    private static readonly LoadPlan Plan = new(60, 8, TimeSpan.Zero, TimeSpan.FromSeconds(3));

    [Fact]
    public async Task Every_acknowledged_anchor_outlives_ten_kills_of_all_validators()
    {
        await using TestNetwork network = await Setup.RunAsync(Manifest.Load(Manifest.Demo), default);
        PromiseLedger promises = new(network);
        ReceiptAuditor auditor = new(network.Genesis);
        List<LoadResult> results = [];
        for (int round = 0; round < Rounds; round++)
        {
            await Start.RunAsync(network, default);
            await AssertKeptAsync(network, results.TakeLast(1));
            results.Add(await LoadAndKillAsync(network, auditor, round));
            promises.Read();
        }

        await Start.RunAsync(network, default);
        await AssertKeptAsync(network, results);
        Assert.Empty(auditor.Faults);
        Assert.Empty(promises.Equivocations);
        Assert.All(results, r => Assert.True(r.Count(CallEnd.Committed) > 0, "a round without a commit shows nothing"));
        Assert.True(promises.Count > Rounds, $"only {promises.Count} promises were read");
    }

    private static async Task<LoadResult> LoadAndKillAsync(TestNetwork network, ReceiptAuditor auditor, int round)
    {
        ulong head = (await Wait.UntilHeadsAgreeAsync(network, Patience, default))[0].Height;
        return await Loading.RunAsync(network, Plan, auditor, default, async cancellation =>
        {
            // Each round at another moment of the pipeline: some blocks more, and wherever the next one is.
            await Wait.UntilHeightAsync(network, head + 5 + (ulong)round, Patience, cancellation);
            await Perturb.KillAllAsync(network);
        }, endsWithPerturb: true);
    }

    private static async Task AssertKeptAsync(TestNetwork network, IEnumerable<LoadResult> results)
    {
        await Wait.UntilHeadsAgreeAsync(network, Patience, default);
        foreach (LoadResult result in results)
        {
            foreach (ValidatorNode node in network.Nodes)
            {
                Assert.Empty(await Verify.FindMissingAsync(node, result, default));
            }
        }
    }
}
