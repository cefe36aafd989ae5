using Ledger.Consensus;
using Ledger.Engine;

namespace Ledger.Simulation.World;

/// <summary>What a world, or a campaign of them, was made to suffer, and what its honest replicas refused.</summary>
public sealed class Coverage
{
    private readonly long[] _faults = new long[Enum.GetValues<FaultKind>().Length];
    private readonly long[] _discards = new long[Enum.GetValues<DiscardReason>().Length];

    public long this[FaultKind fault] => _faults[(int)fault];

    public long this[DiscardReason reason] => _discards[(int)reason];

    public void Injected(FaultKind fault) => _faults[(int)fault]++;

    /// <summary>The counters of an engine whose life is over.</summary>
    public void Add(EngineCounters counters)
    {
        foreach (DiscardReason reason in Enum.GetValues<DiscardReason>())
        {
            _discards[(int)reason] += counters[reason];
        }
    }

    public void Add(Coverage other)
    {
        for (int i = 0; i < _faults.Length; i++)
        {
            _faults[i] += other._faults[i];
        }

        for (int i = 0; i < _discards.Length; i++)
        {
            _discards[i] += other._discards[i];
        }
    }

    public override string ToString()
        => "faults: " + string.Join(", ", Enum.GetValues<FaultKind>().Select(f => $"{f} {this[f]}"))
            + "\ndiscards: " + string.Join(", ", Enum.GetValues<DiscardReason>().Select(r => $"{r} {this[r]}"));
}
