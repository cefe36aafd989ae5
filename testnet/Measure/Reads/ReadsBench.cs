using Ledger.Testnet.Load;
using Ledger.Testnet.Network;
using Ledger.Testnet.Stages;

namespace Ledger.Testnet.Measure.Reads;

/// <summary>How many receipts a second one validator gives, beside an empty gRPC call and an empty HTTP/2 request.</summary>
public sealed class ReadsBench(Manifest manifest, int rounds, TimeSpan length, Action<string> say)
{
    private const int Connections = 2;
    private const int Loops = 32;
    private const int Commitments = 64;

    private static readonly LoadPlan Anchored = new(50, Commitments, TimeSpan.Zero, TimeSpan.FromSeconds(10));

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    public async Task<ReadsReport> RunAsync(CancellationToken cancellation)
    {
        await using TestNetwork network = await Setup.RunAsync(manifest, cancellation);
        await Start.RunAsync(network, cancellation);
        PreparedTransaction[] anchored = await AnchorAsync(network, cancellation);
        await using EmptyProcess empty = await EmptyProcess.StartAsync(network.Folder, cancellation);
        using ReadClients clients = new(Connections, network.Nodes[0].GrpcAddress, empty.GrpcAddress, empty.HttpAddress);
        ReadTarget[] targets =
        [
            new("GetReceipt", network.Nodes[0].ProcessId, (c, token) => clients.GetReceiptAsync(c, anchored, token)),
            new("empty gRPC", empty.ProcessId, (c, token) => clients.EmptyGrpcAsync(c, anchored, token)),
            new("empty HTTP/2", empty.ProcessId, clients.EmptyHttpAsync),
        ];
        List<ReadRound>[] results = await MeasureAsync(targets, cancellation);
        ReadFigures[] figures = [.. results.Select(ReadFigures.Of)];
        return new ReadsReport(
            figures[0],
            figures[1],
            figures[2],
            Math.Round(figures[0].PerSecond / figures[1].PerSecond, 3),
            Math.Round(figures[0].PerSecond / figures[2].PerSecond, 3),
            rounds,
            length.TotalSeconds,
            Connections,
            Loops,
            anchored.Length,
            Commitments,
            manifest.Name,
            await SourceCommit.FindAsync(cancellation),
            DateTimeOffset.UtcNow,
            Machine.Current());
    }

    /// <summary>A first round of each counts nothing: code is compiled in it.</summary>
    private async Task<List<ReadRound>[]> MeasureAsync(ReadTarget[] targets, CancellationToken cancellation)
    {
        List<ReadRound>[] results = [.. targets.Select(_ => new List<ReadRound>())];
        for (int round = -1; round < rounds; round++)
        {
            for (int i = 0; i < targets.Length; i++)
            {
                ReadRound result = await ReadRound.RunAsync(targets[i], Loops, Connections, length, cancellation);
                say($"{(round < 0 ? "warm-up" : $"round {round + 1}")} {targets[i].Name}: {result.PerSecond:0}/s, "
                    + $"p99 {result.Latencies.Percentile(99):0.0} ms, server {result.ServerMicroseconds:0} us a call");
                if (round >= 0)
                {
                    results[i].Add(result);
                }
            }
        }

        return results;
    }

    private static async Task<PreparedTransaction[]> AnchorAsync(TestNetwork network, CancellationToken cancellation)
    {
        LoadResult result = await Loading.RunAsync(
            network, Anchored, new ReceiptAuditor(network.Genesis), cancellation);
        await Wait.UntilDrainedAsync(network, Patience, cancellation);
        await Wait.UntilHeadsAgreeAsync(network, Patience, cancellation);
        return [.. result.Acknowledged.Select(a => a.Transaction)];
    }
}
