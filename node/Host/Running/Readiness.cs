using Ledger.Client.V1;

namespace Ledger.Node.Running;

/// <summary>Whether this node takes submissions, for every thread that asks.</summary>
public sealed class Readiness
{
    private volatile StatusResponse? _last;
    private volatile bool _stopping;

    /// <summary>The last status seen; null before the first.</summary>
    public StatusResponse? Last => _last;

    public bool Stopping => _stopping;

    /// <summary>What a submission is refused with; null when it is taken.</summary>
    /// <remarks>
    /// Without a quorum it is taken and waits; behind the chain it could not be judged; stopping, it would be lost.
    /// </remarks>
    public string? Refusal
        => _stopping ? "the node is stopping"
            : _last?.StallCause == StallCause.CatchingUp ? "the node is catching up with the chain"
            : null;

    /// <summary>From now on submissions are refused; never taken back.</summary>
    public void Stop() => _stopping = true;

    /// <summary>Keeps a status; says in it whether the node is ready.</summary>
    public StatusResponse Note(StatusResponse status)
    {
        status.Stopping = _stopping;
        status.Ready = !_stopping && Commits(status);
        _last = status;
        return status;
    }

    /// <summary>
    /// Clocks that differ stop nothing by themselves, and a primary whose clock is slow makes everybody else's look fast:
    /// were that no readiness, one wrong clock would take a whole network out of service.
    /// </summary>
    private static bool Commits(StatusResponse status) => status.StallCause switch
    {
        StallCause.Unspecified => true,
        StallCause.ClockDrift => status is { PoolTransactions: 0, PoolBytes: 0 } or { CommitMsAgo: < PeerFact.UnheardMs },
        _ => false,
    };
}
