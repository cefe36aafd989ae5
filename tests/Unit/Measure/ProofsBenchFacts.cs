using Ledger.Cryptography.Signatures;
using Ledger.Protocol.Receipts;
using Ledger.Protocol.Validators;
using Ledger.Testnet.Measure;
using Ledger.Testnet.Measure.Proofs;
using Ledger.Tests.Unit.Storage;

namespace Ledger.Tests.Unit.Measure;

/// <summary>What <c>bench proofs</c> measures is real: receipts verify, tampered twins do not; the table says what was counted.</summary>
public sealed class ProofsBenchFacts
{
    private const ulong Leaves = 1_000;
    private const ulong Seed = 7;

    [Fact]
    public async Task A_synthetic_receipt_verifies_and_its_tampered_twin_does_not()
    {
        using TemporaryFolder folder = new();
        using SeededConsortium consortium = new(Seed);
        using ProofWorld world = Build(folder, consortium, mostEntries: 100);
        ProofSample sample = await ProofSample.MakeAsync(world, world.DeepestLeaf, CancellationToken.None);

        Assert.True(GenesisRules.Check(consortium.Genesis).IsNone);
        Assert.Equal((Leaves, 511UL, 100), (world.Size, sample.Leaf, world.Statuses.Entries));
        Assert.Equal(ReceiptFault.None, FaultOf(sample.Receipt, world));
        for (int at = 0; at < sample.Receipt.Length; at += 7)
        {
            byte[] tampered = [.. sample.Receipt];
            tampered[at] ^= 1;
            Assert.NotEqual(ReceiptFault.None, FaultOf(tampered, world));
        }
    }

    [Fact]
    public async Task One_seed_makes_the_same_proofs_again_but_for_the_nonces_of_SM2()
    {
        ProofSample[] samples = [await SampleAsync(Seed), await SampleAsync(Seed), await SampleAsync(Seed + 1)];

        Assert.Equal(samples[0].Receipt, samples[1].Receipt);
        Assert.Equal(samples[0].EnvelopeWithStatus, samples[1].EnvelopeWithStatus);
        Assert.Equal(samples[0].CoseList, samples[1].CoseList);
        Assert.NotEqual(samples[0].Record, samples[2].Record);
    }

    [Fact]
    public async Task A_bench_of_two_small_logs_fills_every_cell()
    {
        ProofsOptions options = new([100, 300], Rounds: 2, TimeSpan.FromTicks(1), MostEntries: 150, Seed, Samples: 3);
        ProofsReport report = await new ProofsBench(options, _ => { }).RunAsync(CancellationToken.None);

        Assert.Equal([100UL, 300UL], report.Columns.Select(c => c.Leaves));
        Assert.Equal([99, 150], report.Columns.Select(c => c.StatusEntries));
        Assert.All(report.Columns, c => Assert.Equal(2, c.Build.Builds));
        Assert.All(report.Columns.SelectMany(c => c.Rates), r => Assert.True(r.Counted >= 2 && r.LeastPerSecond > 0, r.Name));
        Assert.All(report.Columns.SelectMany(c => c.Sizes), s => Assert.Equal((3, true), (s.Samples, s.Least > 0)));
        string[] rows = [.. report.ToTable().Split('\n').Where(l => l.StartsWith('|'))];
        Assert.Equal(2 + 3 + report.Columns[0].Rates.Count + 1 + report.Columns[0].Sizes.Count + 2, rows.Length);
        Assert.All(rows, r => Assert.Equal(5, r.Count(c => c == '|')));
    }

    [Fact]
    public void A_row_has_the_median_the_spread_and_the_growth_of_the_time()
    {
        string[] rows = new ProofsReport(
            [Column(1_000, perSecond: 4_000), Column(20_000_000, perSecond: 1_000)], 5, 1, 256, 4_096, 64, Seed, 1, "c0ffee",
            DateTimeOffset.UnixEpoch, new Machine("cpu", 2, 24, "system", "kernel", "runtime")).ToTable().Split('\n');

        Assert.Contains("| quantity | 1,000 leaves | 20,000,000 leaves | growth |", rows);
        Assert.Contains("| make | 4,000/s (3,999-4,001), 250 us, CPU 125 | 1,000/s (999-1,001), 1000 us, CPU 500 | 4 |", rows);
        Assert.Contains("| statuses in the map, for the rows of statuses | 64, taken up in 0.5 s | 64, taken up in 0.5 s | 1 |", rows);
        Assert.Contains("| receipt, bytes | 1,000 (900-1,100) | 1,000 (900-1,100) | 1 |", rows);
        Assert.Contains("| log executed, hashed and stored, s | 2 (1-3, 3 builds) | 2 (1-3, 3 builds) | 1 |", rows);
        Assert.Contains("| load average before and after | 0.50, 0.75 | 0.50, 0.75 |  |", rows);
    }

    private static ProofsColumn Column(ulong leaves, double perSecond) => new(
        leaves,
        new BuildFigures(2, 1, 3, 3, 500, 54_000, 54),
        [new RateFigures("make", perSecond, perSecond - 1, perSecond + 1, 1e6 / perSecond, 5e5 / perSecond, 100)],
        [new SizeFigures("receipt", "bytes", 1_000, 900, 1_100, 256)],
        64,
        0.5,
        100,
        [0.5, 0.75]);

    private static async Task<ProofSample> SampleAsync(ulong seed)
    {
        using TemporaryFolder folder = new();
        using SeededConsortium consortium = new(seed);
        using ProofWorld world = Build(folder, consortium, mostEntries: 16);
        return await ProofSample.MakeAsync(world, 3, CancellationToken.None);
    }

    private static ProofWorld Build(TemporaryFolder folder, SeededConsortium consortium, int mostEntries)
    {
        SyntheticDocuments documents = new(Seed);
        SyntheticChain chain = new(Path.Combine(folder.Path, "data"), consortium, documents);
        chain.GrowTo(Leaves, CancellationToken.None);
        return ProofWorld.Over(chain, consortium, documents, mostEntries, CancellationToken.None);
    }

    private static ReceiptFault FaultOf(byte[] receipt, ProofWorld world)
        => ReceiptVerifier.Verify(receipt, world.History, SignatureSuites.Production);
}
