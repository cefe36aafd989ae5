using System.Diagnostics;
using System.Globalization;
using Ledger.Client.V1;
using Ledger.Testnet.Network;
using Ledger.Testnet.Stages;

namespace Ledger.Testnet.Ordeal;

/// <summary>What an ordeal does to validators; each blow ends when all are whole again.</summary>
internal sealed class Blows(TestNetwork network, CancellationToken cancellation)
{
    /// <summary>So many blocks more are commits that go on, and not what was under way.</summary>
    private const ulong Resumed = 5;

    private readonly Stopwatch _clock = Stopwatch.StartNew();

    public async Task<OrdealRound> KillPrimaryAsync()
    {
        ValidatorNode primary = await network.PrimaryAsync(cancellation);
        ValidatorNode[] others = [.. network.Nodes.Except([primary])];
        long at = _clock.ElapsedMilliseconds;
        await primary.KillAsync();
        await UntilResumedAsync(others);
        long back = _clock.ElapsedMilliseconds;
        await primary.StartAsync();
        await primary.WaitUntilReadyAsync(cancellation);
        await UntilLevelAsync(primary, others);
        return Round(primary.Name, at, back);
    }

    public async Task<OrdealRound> BlackOutAsync()
    {
        long at = _clock.ElapsedMilliseconds;
        await Perturb.KillAllAsync(network);
        long back = _clock.ElapsedMilliseconds;
        await Start.RunAsync(network, cancellation);
        await UntilResumedAsync(network.Nodes);
        return Round("all", at, back);
    }

    public async Task<OrdealRound> FreezeAsync(bool primary, TimeSpan length)
    {
        ValidatorNode proposes = await network.PrimaryAsync(cancellation);
        ValidatorNode frozen = primary ? proposes : network.Nodes.First(n => n != proposes);
        ValidatorNode[] others = [.. network.Nodes.Except([frozen])];
        long at = _clock.ElapsedMilliseconds;
        await SignalAsync(frozen, "-STOP");
        try
        {
            await Task.WhenAll(UntilResumedAsync(others), Task.Delay(length, cancellation));
        }
        finally
        {
            await SignalAsync(frozen, "-CONT");
        }

        long back = _clock.ElapsedMilliseconds;
        await UntilLevelAsync(frozen, others);
        return Round($"{frozen.Name}{(primary ? ", the primary" : "")}", at, back);
    }

    public async Task<OrdealRound> LiveAmongAsync(TimeSpan length)
    {
        long at = _clock.ElapsedMilliseconds;
        await Task.Delay(length, cancellation);
        await UntilResumedAsync([.. network.Honest]);
        return Round(
            string.Join(" and ", network.Nodes.Where(n => !n.IsHonest).Select(n => n.Name)), at, _clock.ElapsedMilliseconds);
    }

    private OrdealRound Round(string struck, long at, long back)
        => new(struck, at, _clock.ElapsedMilliseconds - at, _clock.ElapsedMilliseconds - back);

    private async Task UntilResumedAsync(IReadOnlyList<ValidatorNode> nodes)
    {
        ulong height = await HeightAsync(nodes);
        await Wait.UntilAsync("commits to go on", OrdealPlan.Patience, cancellation, async () =>
            await HeightAsync(nodes) >= height + Resumed);
    }

    /// <summary>Waits until a node has all that the others had when it was asked about.</summary>
    private async Task UntilLevelAsync(ValidatorNode node, IReadOnlyList<ValidatorNode> others)
    {
        ulong height = await HeightAsync(others);
        await Wait.UntilAsync($"{node.Name} to catch up", OrdealPlan.Patience, cancellation, async () =>
            await HeightAsync([node]) >= height);
    }

    private async Task<ulong> HeightAsync(IReadOnlyList<ValidatorNode> nodes)
    {
        StatusResponse?[] statuses = await Task.WhenAll(nodes.Select(n => n.TryStatusAsync(cancellation)));
        return statuses.Max(s => s?.Height ?? 0);
    }

    private static async Task SignalAsync(ValidatorNode node, string signal)
    {
        using Process kill = Process.Start("kill", [signal, node.ProcessId.ToString(CultureInfo.InvariantCulture)]);
        await kill.WaitForExitAsync();
    }
}
