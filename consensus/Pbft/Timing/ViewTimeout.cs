using Ledger.Protocol.Encoding;
using Ledger.Protocol.Numbers;

namespace Ledger.Consensus.Timing;

/// <summary>How long a view may go without progress (PROTOCOL.md V1).</summary>
/// <remarks>T = min(cap, T0 * 2^max(0, v - v_c - 1)); after progress it loses one doubling per 16 commits.</remarks>
public sealed class ViewTimeout(ReplicaOptions options)
{
    private const int CommitsPerDoubling = 16;

    private const int MaximumDoublings = 20;

    private int _doublings;

    private int _commits;

    public ulong DurationMs => Math.Min(options.TimeoutCapMs, options.BaseTimeoutMs << _doublings);

    /// <summary>A view was entered while the highest commit certificate is of <paramref name="lastCommit"/>.</summary>
    public void Entered(View view, View lastCommit)
    {
        ulong distance = view.Value > lastCommit.Value ? view.Value - lastCommit.Value - 1 : 0;
        _doublings = Math.Max(_doublings, (int)Math.Min(distance, MaximumDoublings));
        _commits = 0;
    }

    internal void Write(WireWriter writer) => writer.U32((uint)_doublings).U32((uint)_commits);

    internal void Read(ref WireReader reader)
        => (_doublings, _commits) = ((int)Math.Min(reader.U32(), MaximumDoublings), (int)reader.U32());

    public void Committed()
    {
        _commits++;
        if (_commits == CommitsPerDoubling)
        {
            _commits = 0;
            _doublings = Math.Max(0, _doublings - 1);
        }
    }
}
