using Ledger.Client.V1;

namespace Ledger.Node.Running;

/// <summary>Remembers since when a cause holds and since when work waits; asked on the engine's thread only.</summary>
public sealed class StallWatch
{
    private ulong? _workSinceMs;
    private ulong _sinceMs;

    public Stall Now { get; private set; } = Stall.None;

    /// <summary>Looks at the facts again.</summary>
    /// <returns>Milliseconds that the cause has held; 0 without one.</returns>
    public ulong Observe(StallFacts facts)
    {
        _workSinceMs = facts.WorkWaits ? _workSinceMs ?? facts.NowMs : null;
        Stall now = StallDiagnosis.Of(facts, _workSinceMs);
        if (now != Now)
        {
            Now = now;
            _sinceMs = Began(now, facts);
        }

        return now == Stall.None ? 0 : facts.NowMs - _sinceMs;
    }

    /// <summary>A validator was lost when it was last heard, not when that was noticed.</summary>
    private static ulong Began(Stall stall, StallFacts facts)
    {
        ulong most = facts.NowMs - facts.StartedMs;
        IEnumerable<PeerFact> lost = stall.Cause switch
        {
            StallCause.QuorumUnreachable or StallCause.RegionUnreachable => facts.Missing,
            StallCause.NoSource => facts.Peers,
            _ => [],
        };
        ulong ago = lost.Select(p => p.HeardMsAgo ?? most).DefaultIfEmpty().Min();
        return facts.NowMs - Math.Min(ago, most);
    }
}
