using Ledger.Engine;
using Ledger.Protocol.Validators;

namespace Ledger.Node.Running;

/// <summary>When blocks commit here, and how their times compare with this node's clock.</summary>
/// <remarks>
/// Heard on the engine's thread. A block's time is its proposer's, some latency old when it commits: of the last few the
/// least difference has the least latency in it. They are more than a window of blocks, which a cut may hold up together.
/// </remarks>
/// <param name="isTelling">Whether a block is another's and fresh: an own one or one being fetched says nothing.</param>
public sealed class CommitClock(NodeClock clock, ulong window, Func<CommittedEvent, bool> isTelling) : ICommitListener
{
    private readonly Queue<long> _offsets = new();
    private ulong _window = window;

    /// <summary>When the last block was committed; null for none since the start.</summary>
    public ulong? LastMs { get; private set; }

    /// <summary>This node's clock less the chain's, in milliseconds, latency included; null until enough is known.</summary>
    public long? OffsetMs => _offsets.Count < Samples ? null : _offsets.Min();

    /// <summary>From a block's time to its commit here, in milliseconds, of the last block.</summary>
    public long LastAgeMs { get; private set; }

    public void OnCommitted(CommittedEvent committed)
    {
        ulong now = clock.NowMs;
        LastAgeMs = (long)now - (long)committed.Block.Header.TimeMs;
        LastMs = now;
        if (!isTelling(committed))
        {
            return;
        }

        while (_offsets.Count >= Samples)
        {
            _offsets.Dequeue();
        }

        _offsets.Enqueue(LastAgeMs);
    }

    public void OnEpoch(EpochConfiguration epoch) => _window = epoch.Parameters.Window;

    private int Samples => 2 * (int)_window;
}
