using System.Globalization;
using System.Text.RegularExpressions;
using Ledger.Client.V1;
using Ledger.Testnet.Load;
using Ledger.Testnet.Network;
using Ledger.Testnet.Stages;

namespace Ledger.Tests.Integration.BadEnvironment;

/// <summary>The clock of one of four machines is an hour off: the others go on, and it says so itself.</summary>
/// <remarks>Nothing inside the node takes part: libfaketime answers its questions for the time.</remarks>
public sealed partial class WrongClockTests
{
    private const int Hour = 3600;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    [Theory]
    [InlineData("sg-1", Hour)] // the first primary: its blocks come from the future, and nobody votes for them
    [InlineData("sg-2", -Hour)]
    public async Task The_chain_goes_on_the_wrong_clock_is_named_and_once_set_right_its_validator_takes_part(
        string name, int seconds)
    {
        await using TestNetwork network = await Setup.RunAsync(Manifest.Load(Manifest.Demo), default);
        ValidatorNode wrong = network[name];
        ValidatorNode[] right = [.. network.Nodes.Where(n => n != wrong)];
        await wrong.StartAsync(environment: ClockOff(seconds));
        await Start.RunAsync(network, default);
        using TransactionFactory factory = new(network.Genesis, network.Issuers[0]);
        int blocks = (2 * (int)network.Genesis.Parameters.Window) + 4;
        PreparedTransaction[] all = factory.Prepare(blocks + 4, 1, head: 0);

        foreach ((int i, PreparedTransaction transaction) in all[..blocks].Index())
        {
            await right[i % right.Length].CommitAsync(transaction);
        }

        StatusResponse status = await wrong.UntilAsync("its clock", s => s.StallCause == StallCause.ClockDrift);
        Match told = Told().Match(status.StallReason);
        Assert.True(told.Success, status.StallReason);
        Assert.Equal((name, seconds < 0 ? "behind" : "ahead of"), (told.Groups[1].Value, told.Groups[3].Value));
        Assert.InRange(int.Parse(told.Groups[2].Value, CultureInfo.InvariantCulture), Hour - 60, Hour + 60);
        Assert.All(right, n => Assert.True(n.IsRunning, n.LastOutput()));
        foreach (ValidatorNode node in right)
        {
            await node.UntilAsync("no stall", s => s is { Ready: true, StallCause: StallCause.Unspecified });
        }

        await wrong.KillAsync();
        await Start.RunAsync(network, default);
        await wrong.UntilAsync("the clock set right", s => s is { Ready: true, StallCause: StallCause.Unspecified });
        foreach ((int i, PreparedTransaction transaction) in all[blocks..].Index())
        {
            await network.Nodes[i].CommitAsync(transaction);
        }

        Assert.Equal(4, (await Wait.UntilHeadsAgreeAsync(network, Patience, default)).Length);
    }

    /// <remarks>A block's time may lie in the past (T0), and is after its parent's: the slow clock's blocks follow the genesis.</remarks>
    [Fact]
    public async Task A_primary_an_hour_behind_names_itself_and_keeps_nobody_from_committing()
    {
        Manifest demo = Manifest.Load(Manifest.Demo);
        // A busy machine takes the view from nobody in so long a time; a refused block does.
        await using TestNetwork network = await Setup.RunAsync(
            demo with { Parameters = demo.Parameters with { BaseTimeoutMs = demo.Parameters.TimeoutCapMs } }, default);
        await network["sg-1"].StartAsync(environment: ClockOff(-Hour));
        await Start.RunAsync(network, default);
        using TransactionFactory factory = new(network.Genesis, network.Issuers[0]);
        int blocks = (2 * (int)network.Genesis.Parameters.Window) + 4;
        foreach ((int i, PreparedTransaction transaction) in factory.Prepare(blocks, 1, head: 0).Index())
        {
            await network.Nodes[i % 4].CommitAsync(transaction);
        }

        StatusResponse slow = await network["sg-1"].UntilAsync("its clock", s => s.StallCause == StallCause.ClockDrift);
        Assert.Matches("^the clock of sg-1 is 3[56][0-9][0-9] s behind the chain's", slow.StallReason);
        foreach (ValidatorNode node in network.Nodes)
        {
            // The chain's time is the slow one's, so the others' look fast: that takes nobody out of service.
            Assert.Equal("sg-1", (await node.UntilAsync("readiness", s => s.Ready)).Primary);
        }
    }

    [GeneratedRegex("^the clock of (s[zg]-[12]) is ([0-9]+) s (behind|ahead of) the chain's")]
    private static partial Regex Told();

    /// <summary>Of glibc's dynamic string tokens LIB is the machine's own folder of libraries.</summary>
    private static Dictionary<string, string> ClockOff(int seconds) => new()
    {
        ["LD_PRELOAD"] = "/usr/$LIB/faketime/libfaketimeMT.so.1",
        ["FAKETIME"] = $"{seconds:+0;-0}",
        ["FAKETIME_DONT_FAKE_MONOTONIC"] = "1",
    };
}
