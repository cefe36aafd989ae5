using Ledger.Client.V1;
using Ledger.Testnet.Load;
using Ledger.Testnet.Network;
using Ledger.Testnet.Stages;
using Ledger.Tests.Integration.BadEnvironment;

namespace Ledger.Tests.Integration;

/// <summary>D2 with real processes: validators that lost their promises vote for nothing, rejoin, and are needed again.</summary>
public sealed class RejoinTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);

    [Fact]
    public async Task Validators_that_lost_their_journals_one_after_another_rejoin_under_load_and_vote_again()
    {
        await using TestNetwork network = await Setup.RunAsync(Manifest.Load(Manifest.Demo), default);
        await Start.RunAsync(network, default);
        using CancellationTokenSource enough = new();
        Task<int> load = SubmitUntilAsync(network, enough.Token);
        await Wait.UntilHeightAsync(network, 10, Patience, default);

        await LoseAsync(network.Nodes[3], epoch: 1, "JournalDamaged", DamageJournal);
        await LoseAsync(network.Nodes[2], epoch: 2, "JournalMissing", node => Directory.Move(node.JournalFolder, Kept(node)));
        await PutBackAsync(network.Nodes[2]);
        await LoseAsync(network.Nodes[1], epoch: 3, "empty or missing", node => Directory.Delete(node.DataFolder, recursive: true));

        await enough.CancelAsync();
        Assert.True(await load > 10);
        await OneMoreAsync(network);
    }

    /// <summary>The journal of before the rejoin, and after it has been told apart, the right one.</summary>
    private static async Task PutBackAsync(ValidatorNode node)
    {
        await ExchangeAsync(node);
        await Wait.UntilAsync($"{node.Name} to name its journal", Patience, default, async () =>
            await node.TryStatusAsync() is { Mode: NodeMode.Following, StallCause: StallCause.JournalOutdated, Ready: false });
        await ExchangeAsync(node);
        await Wait.UntilAsync($"{node.Name} to vote again", Patience, default, async () =>
            await node.TryStatusAsync() is { Mode: NodeMode.Voting, StallCause: StallCause.Unspecified });
        Assert.Contains("JOURNAL_OUTDATED", File.ReadAllText(node.OutputPath), StringComparison.Ordinal);
    }

    private static async Task ExchangeAsync(ValidatorNode node)
    {
        await node.KillAsync();
        Directory.Move(node.JournalFolder, Kept(node) + ".1");
        Directory.Move(Kept(node), node.JournalFolder);
        Directory.Move(Kept(node) + ".1", Kept(node));
        await node.StartAsync();
    }

    private static string Kept(ValidatorNode node) => node.JournalFolder + ".kept";

    /// <summary>Without one of four the other three are needed, those that rejoined among them.</summary>
    private static async Task OneMoreAsync(TestNetwork network)
    {
        using TransactionFactory factory = new(network.Genesis, network.Issuers[0]);
        await network.Nodes[3].StopAsync();
        ulong head = (await network.Nodes[0].StatusAsync()).Height;
        foreach (PreparedTransaction transaction in factory.Prepare(4, 1, head))
        {
            await network.Nodes[1].Client.SubmitAsync(transaction.Bytes, waitForReceipt: true);
        }

        await network.Nodes[3].StartAsync();
        await network.Nodes[3].WaitUntilReadyAsync(default);
        StatusResponse[] heads = await Wait.UntilHeadsAgreeAsync(network, Patience, default);
        Assert.Equal(4, heads.Length);
        Assert.All(heads, s => Assert.Equal((NodeMode.Voting, 3U), (s.Mode, s.Epoch)));
    }

    private static async Task LoseAsync(ValidatorNode node, uint epoch, string why, Action<ValidatorNode> damage)
    {
        await node.KillAsync();
        damage(node);
        await node.StartAsync();
        StatusResponse status = await node.WaitUntilReadyAsync(default);
        Assert.Equal(NodeMode.Rejoining, status.Mode);
        await Wait.UntilAsync($"{node.Name} to vote in epoch {epoch}", Patience, default, async () =>
            (status = await node.TryStatusAsync() ?? status) is { Mode: NodeMode.Voting } && status.Epoch == epoch);
        Assert.Contains(why, File.ReadAllText(node.OutputPath), StringComparison.Ordinal);
    }

    private static void DamageJournal(ValidatorNode node)
    {
        string journal = Directory.GetFiles(node.JournalFolder, "*.seg").Single();
        long promise = Bits.Records(journal)[2];
        Bits.Flip(journal, promise + 40);
        Bits.Flip(journal, (new FileInfo(journal).Length / 2) + promise + 33);
    }

    /// <summary>One transaction after another by the one validator that loses nothing: the count that was committed.</summary>
    private static async Task<int> SubmitUntilAsync(TestNetwork network, CancellationToken stop)
    {
        using TransactionFactory factory = new(network.Genesis, network.Issuers[0]);
        int committed = 0;
        for (ulong head = 0; !stop.IsCancellationRequested; committed++)
        {
            SubmitResponse answer = await network.Nodes[0].Client.SubmitAsync(factory.Make(1, head).Bytes, waitForReceipt: true);
            Assert.Equal(Outcome.Anchored, answer.Outcome);
            head = answer.Height;
        }

        return committed;
    }
}
