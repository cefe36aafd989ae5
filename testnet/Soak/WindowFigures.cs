using Ledger.Testnet.Load.Mixed;

namespace Ledger.Testnet.Soak;

/// <summary>The honest clients in one window of a soak.</summary>
/// <param name="NodeCores">Processor time of the four nodes for each second.</param>
public sealed record WindowFigures(
    double Seconds, double NodeCores, MixedFigures Submissions, MixedFigures Reads,
    IReadOnlyDictionary<string, MixedFigures> Kinds)
{
    internal static WindowFigures Of(
        IEnumerable<MixedSample> samples, IReadOnlyList<NodeSample> nodes, TimeSpan from, TimeSpan to)
    {
        MixedSample[] due = [.. samples.Where(s => s.Due >= from && s.Due < to)];
        return new WindowFigures(
            (to - from).TotalSeconds,
            Math.Round(CoresOf(nodes, from, to), 2),
            MixedFigures.Of([.. due.Where(s => MixedPlan.Commitments(s.Kind) > 0)]),
            MixedFigures.Of([.. due.Where(s => MixedPlan.Commitments(s.Kind) == 0)]),
            MixedFigures.ByKind(due));
    }

    private static double CoresOf(IEnumerable<NodeSample> samples, TimeSpan from, TimeSpan to)
        => samples.Where(s => s.Minute >= from.TotalMinutes && s.Minute <= to.TotalMinutes)
            .GroupBy(s => s.Node)
            .Where(g => g.Count() > 1)
            .Sum(g => (g.Last().CpuSeconds - g.First().CpuSeconds) / ((g.Last().Minute - g.First().Minute) * 60));
}
