using Ledger.Testnet.Network;
using Ledger.Testnet.Stages;

namespace Ledger.Tests.Integration;

/// <summary>What a real node did can be done again elsewhere, from a file, without its key.</summary>
public sealed class ReplayTests(RunningNetwork running) : IClassFixture<RunningNetwork>
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task A_node_writes_its_last_steps_when_asked_goes_on_and_they_replay_to_the_same()
    {
        TestNetwork network = running.Network;
        ValidatorNode node = network["sg-1"];
        await node.CommitAsync(running.Prepare(commitments: 4));
        string tape = Path.Combine(node.DataFolder, "recorder", "asked.tape");

        await node.SignalAsync("-QUIT");
        await Wait.UntilAsync("the tape", Patience, default, () => Task.FromResult(File.Exists(tape)));
        await node.CommitAsync(running.Prepare(commitments: 4));

        CommandResult same = await network.Program.TryAsync(["replay", tape, "--genesis", network.GenesisPath], default);
        Assert.True(same.ExitCode == 0, $"{same.ExitCode} {same.Output} {same.Errors}");
        Assert.StartsWith("SAME  ", same.Output, StringComparison.Ordinal);
        Assert.Matches("sg-1, heights 0 to [1-9]", same.Output);
    }
}
