using Ledger.Consensus;
using Ledger.Cryptography.Signatures;

namespace Ledger.Engine.Recorder;

/// <summary>Keeps the last inputs of a replica in memory, so that what it did can be done again from a file.</summary>
/// <remarks>
/// Two segments, each begun with all that the replica had in mind then; when the newer is full the older is let go. So at least one
/// segment's steps can be replayed, and memory stays within two. A step costs a reference or two: messages are immutable, and are
/// encoded only when a tape is asked for.
/// </remarks>
public sealed class FlightRecorder
{
    /// <summary>About the most bytes that a segment's steps keep alive; the last step may go beyond it by itself.</summary>
    public const int SegmentBytes = 4 * 1024 * 1024;

    private readonly Replica _replica;
    private readonly int _segmentSteps;
    private Segment? _older;
    private Segment _newer;

    /// <param name="tap">What the replica signs with; null for one that only follows.</param>
    /// <param name="segmentSteps">Most steps of a segment.</param>
    public FlightRecorder(Replica replica, SignatureTap? tap, int segmentSteps)
    {
        (_replica, _segmentSteps) = (replica, segmentSteps);
        _newer = new Segment(replica.Remember());
        tap?.Signed = signature => _newer.Steps[^1].Sign(signature);
    }

    /// <summary>Steps kept now.</summary>
    public int Count => (_older?.Steps.Count ?? 0) + _newer.Steps.Count;

    /// <summary>About what they keep alive, in bytes.</summary>
    public int Weight => (_older?.Weight ?? 0) + _newer.Weight;

    /// <summary>What the replica had in mind before the first of <see cref="Steps"/>.</summary>
    public ReadOnlyMemory<byte> Memory => (_older ?? _newer).Memory;

    public IEnumerable<RecordedStep> Steps => (_older?.Steps ?? []).Concat(_newer.Steps);

    /// <summary>Steps the replica. The input is kept before: it may be the one that halts it.</summary>
    public void Step(Input input, EffectList effects)
    {
        if (_newer.Steps.Count == _segmentSteps || _newer.Weight >= SegmentBytes)
        {
            (_older, _newer) = (_newer, new Segment(_replica.Remember()));
        }

        RecordedStep step = new(input);
        _newer.Steps.Add(step);
        _newer.Weight += step.Weight;
        EffectMark before = EffectMark.Of(effects);
        _replica.Step(input, effects);
        step.End(effects, before);
    }

    private sealed class Segment(byte[] memory)
    {
        public byte[] Memory { get; } = memory;

        public List<RecordedStep> Steps { get; } = [];

        public int Weight { get; set; } = memory.Length;
    }
}
