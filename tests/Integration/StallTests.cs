using Ledger.Client.V1;
using Ledger.Testnet.Load;
using Ledger.Testnet.Network;
using Ledger.Testnet.Stages;

namespace Ledger.Tests.Integration;

/// <summary>What status says of a network that cannot commit (E11), asked of real processes.</summary>
public sealed class StallTests
{
    [Fact]
    public async Task Two_of_four_stopped_are_named_with_the_votes_that_lack_and_forgotten_when_they_return()
    {
        await using TestNetwork network = await Setup.RunAsync(Manifest.Load(Manifest.Demo), default);
        await Start.RunAsync(network, default);
        await network.Nodes[0].UntilAsync("nothing to stall", s => s.Ready);
        ValidatorNode[] gone = [network["sz-2"], network["sg-1"]];
        ValidatorNode asked = network["sz-1"];

        // Frozen, not killed: the connections stay open, and only silence tells.
        await Task.WhenAll(gone.Select(n => n.SignalAsync("-STOP")));
        StatusResponse stalled = await asked.UntilAsync(
            "a missing quorum", s => s.StallCause == StallCause.QuorumUnreachable && s.StallMs > 3_000);
        Assert.Equal(["sg-1", "sz-2"], stalled.Missing.Order());
        Assert.Matches("^need 3 votes, have 2, missing s[zg]-. and s[zg]-. for [0-9]+ s$", stalled.StallReason);
        Assert.False(stalled.Ready);
        Assert.All(stalled.Peers, p => Assert.True(p.Heard));

        // With work to order it gives up on the view, its living peer does too, and then both wait for those two.
        using TransactionFactory factory = new(network.Genesis, network.Issuers[0]);
        await asked.Client.SubmitAsync(factory.Prepare(1, 4, head: 0)[0].Bytes, waitForReceipt: false);
        StatusResponse waiting = await asked.UntilAsync(
            "a view given up by the living", s => s.Awaited == Awaited.ViewChanges && s.AwaitedFrom.Count == 2);
        Assert.Equal(["sg-1", "sz-2"], waiting.AwaitedFrom.Order());
        Assert.Contains(waiting.Suspicion, (SuspicionReason[])[SuspicionReason.Timeout, SuspicionReason.Joined]);

        await Task.WhenAll(gone.Select(n => n.SignalAsync("-CONT")));
        StatusResponse well = await asked.UntilAsync("the stall to end", s => s is { Ready: true, Missing.Count: 0 });
        Assert.Equal("", well.StallReason);
    }
}
