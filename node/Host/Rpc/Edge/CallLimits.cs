using Ledger.Client.Errors;

namespace Ledger.Node.Rpc.Edge;

/// <summary>How many calls of each kind are served at once, on both ports together, and for how long.</summary>
internal sealed class CallLimits(RpcOptions options)
{
    private readonly int[] _underWay = new int[Enum.GetValues<CallKind>().Length];
    private readonly TaskCompletionSource _none = new(TaskCreationOptions.RunContinuationsAsynchronously);

    // Calls of all kinds, and one more until the server stops.
    private int _all = 1;

    /// <summary>How long one may last, whatever its client asks for.</summary>
    public TimeSpan Longest(CallKind kind) => kind switch
    {
        CallKind.Unary => options.MaxUnaryTime,
        CallKind.Watch => options.MaxWatchTime,
        _ => options.MaxSubmitStreamTime,
    };

    /// <summary>What a call is told that lasted as long.</summary>
    public static ErrorCode AtTheEnd(CallKind kind)
        => kind == CallKind.Unary ? ErrorCode.DeadlineExceeded : ErrorCode.StreamExpired;

    /// <summary>Counts a call until it is disposed of.</summary>
    /// <exception cref="RpcException">There are as many as there may be.</exception>
    public Slot Enter(CallKind kind)
    {
        int most = Most(kind);
        if (Interlocked.Increment(ref _underWay[(int)kind]) > most)
        {
            Interlocked.Decrement(ref _underWay[(int)kind]);
            throw kind == CallKind.Unary
                ? new RpcException(ErrorCode.Busy, $"{most} calls are under way, which is the most at once")
                : new RpcException(ErrorCode.TooManyStreams, $"{most} streams are open, which is the most at once");
        }

        Interlocked.Increment(ref _all);
        return new Slot(this, kind);
    }

    /// <summary>Waits for the ends of the calls under way, though no longer than so; asked once. False when there are none.</summary>
    public async Task<bool> EndAsync(TimeSpan longest)
    {
        bool some = !LeaveAll();
        await Task.WhenAny(_none.Task, Task.Delay(some ? longest : TimeSpan.Zero));
        return some;
    }

    private bool LeaveAll()
    {
        bool last = Interlocked.Decrement(ref _all) == 0;
        if (last)
        {
            _none.TrySetResult();
        }

        return last;
    }

    private int Most(CallKind kind) => kind switch
    {
        CallKind.Unary => options.MaxUnaryCalls,
        CallKind.Watch => options.MaxWatchStreams,
        _ => options.MaxSubmitStreams,
    };

    /// <summary>One call's place among those of its kind.</summary>
    public readonly struct Slot(CallLimits limits, CallKind kind) : IDisposable
    {
        public void Dispose()
        {
            Interlocked.Decrement(ref limits._underWay[(int)kind]);
            limits.LeaveAll();
        }
    }
}
