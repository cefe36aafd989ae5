using Ledger.Client.Wire;

namespace Ledger.Client.Calls;

/// <summary>Ends a call when its deadline passes or its caller gives up, and knows which it was.</summary>
internal sealed class CallClock : IDisposable
{
    private readonly CancellationTokenSource _source;
    private readonly CancellationToken _caller;

    public CallClock(TimeSpan? deadline, CancellationToken caller)
    {
        _caller = caller;
        _source = CancellationTokenSource.CreateLinkedTokenSource(caller);
        if (deadline is { } time)
        {
            _source.CancelAfter(TimeSpan.FromTicks(Math.Clamp(time.Ticks, 0, GrpcTimeout.Longest.Ticks)));
        }
    }

    public CancellationToken Token => _source.Token;

    /// <summary>Whether it was the deadline, and not the caller, that ended the call.</summary>
    public bool DeadlinePassed => _source.IsCancellationRequested && !_caller.IsCancellationRequested;

    public static LedgerRpcException Exceeded()
        => new(GrpcStatus.DeadlineExceeded, "The deadline passed before the answer.");

    public void Dispose() => _source.Dispose();
}
