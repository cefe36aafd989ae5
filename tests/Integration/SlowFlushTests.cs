using System.Diagnostics;
using Ledger.Client.V1;
using Ledger.Testnet.Load;
using Ledger.Testnet.Network;
using Ledger.Testnet.Stages;

namespace Ledger.Tests.Integration;

/// <summary>The order of durability as anybody sees it: votes wait for flushes, hence a commit waits for two.</summary>
/// <remarks>
/// The kernel holds back the return of every journal flush, at all validators. Prepare waits for one and Commit for
/// another (PROTOCOL.md N3, N4, N5), and no quorum forms without them: were a vote sent before its flush returned, the
/// receipt would be there sooner. Nothing inside the node takes part in this measurement.
/// </remarks>
public sealed class SlowFlushTests
{
    private static readonly TimeSpan FlushTime = TimeSpan.FromMilliseconds(500);

    [Fact]
    public async Task A_receipt_comes_no_sooner_than_two_flushes()
    {
        await using TestNetwork network = await Setup.RunAsync(Manifest.Load(Manifest.Demo), default);
        foreach (ValidatorNode node in network.Nodes)
        {
            await node.StartAsync(Strace(node));
        }

        Assert.True(await FastestReceiptAsync(network) >= 2 * FlushTime, "a vote did not wait for its flush");
    }

    [Fact]
    public async Task A_receipt_comes_sooner_when_flushes_are_not_held_back()
    {
        await using TestNetwork network = await Setup.RunAsync(Manifest.Load(Manifest.Demo), default);
        await Start.RunAsync(network, default);

        Assert.True(await FastestReceiptAsync(network) < 2 * FlushTime, "the machine is too slow for this test");
    }

    private static async Task<TimeSpan> FastestReceiptAsync(TestNetwork network)
    {
        await Task.WhenAll(network.Nodes.Select(n => n.WaitUntilReadyAsync(default)));
        using TransactionFactory factory = new(network.Genesis, network.Issuers[0]);
        TimeSpan fastest = TimeSpan.MaxValue;
        foreach (PreparedTransaction transaction in factory.Prepare(5, 1, head: 0))
        {
            long started = Stopwatch.GetTimestamp();
            SubmitResponse answer = await network.Nodes[0].Client.SubmitAsync(transaction.Bytes, waitForReceipt: true);
            Assert.False(answer.Receipt.IsEmpty);
            fastest = new[] { fastest, Stopwatch.GetElapsedTime(started) }.Min();
        }

        return fastest;
    }

    private static string[] Strace(ValidatorNode node) =>
    [
        "strace", "-D", "-f", "--seccomp-bpf", "-o", "/dev/null", "-e", "trace=fdatasync", "-e", "signal=none",
        "-e", $"inject=fdatasync:delay_exit={(long)FlushTime.TotalMicroseconds}",
        "-P", Directory.GetFiles(node.JournalFolder).Single(),
    ];
}
