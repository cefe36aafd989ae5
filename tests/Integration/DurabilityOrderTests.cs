using Ledger.Testnet.Load;
using Ledger.Testnet.Network;
using Ledger.Testnet.Stages;

namespace Ledger.Tests.Integration;

/// <summary>A promise is durable before the vote that makes it leaves (PROTOCOL.md N3, N4, V2, D1).</summary>
public sealed class DurabilityOrderTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private static readonly LoadPlan Plan = new(20, 4, TimeSpan.Zero, TimeSpan.FromSeconds(6));

    private static readonly Dictionary<string, string> Traced = new() { ["LEDGER_TRACE_PROMISES"] = "1" };

    [Fact]
    public async Task Every_vote_leaves_after_the_flush_of_its_promise_has_returned()
    {
        await using TestNetwork network = await Setup.RunAsync(Manifest.Load(Manifest.Demo), default);
        ValidatorNode traced = network.Nodes[0];
        string calls = Path.Combine(network.Folder, "calls");
        await traced.StartAsync(Strace(traced, calls), Traced);
        await Start.RunAsync(network, default);
        await traced.WaitUntilReadyAsync(default);

        await Loading.RunAsync(network, Plan, new ReceiptAuditor(network.Genesis), default, async cancellation =>
        {
            await Wait.UntilHeightAsync(network, 10, Patience, cancellation);
            ValidatorNode primary = await network.PrimaryAsync(cancellation);
            ValidatorNode lost = primary == traced ? network.Nodes[1] : primary;
            await lost.KillAsync();
        });

        DurabilityTrace trace = await EndAsync(traced, calls);
        Assert.Empty(trace.Violations);
        Assert.True(trace.Sent("Prepare") > 10, $"{trace.Sent("Prepare")} Prepares");
        Assert.True(trace.Sent("Commit") > 10, $"{trace.Sent("Commit")} Commits");
        Assert.True(trace.Sent("ViewChange") > 0, "no ViewChange");
    }

    /// <summary>-D: the tracer is a process of its own, and the node is the one that was started.</summary>
    private static string[] Strace(ValidatorNode node, string calls) =>
    [
        "strace", "-D", "-f", "-y", "-xx", "-s", "1000000", "-o", calls, "-e", "trace=pwrite64,fdatasync,fsync,write",
        "-e", "signal=none", "-P", Directory.GetFiles(node.JournalFolder).Single(), "-P", node.OutputPath,
    ];

    /// <summary>Ends the node, then waits for the tracer, which writes to the end of what it saw.</summary>
    private static async Task<DurabilityTrace> EndAsync(ValidatorNode node, string calls)
    {
        string tracer = File.ReadLines($"/proc/{node.ProcessId}/status")
            .First(l => l.StartsWith("TracerPid:", StringComparison.Ordinal)).Split('\t')[1];
        await node.KillAsync();
        await Wait.UntilAsync("the tracer to end", Patience, default, () => Task.FromResult(HasEnded(tracer)));
        return DurabilityTrace.Of(await File.ReadAllLinesAsync(calls));
    }

    /// <summary>Gone, or a zombie that nobody has collected yet.</summary>
    private static bool HasEnded(string process)
    {
        try
        {
            string stat = File.ReadAllText($"/proc/{process}/stat");
            return stat[stat.LastIndexOf(')')..].StartsWith(") Z", StringComparison.Ordinal);
        }
        catch (IOException)
        {
            return true;
        }
    }
}
