namespace Ledger.Client;

/// <summary>Several nodes of one chain as one: what a node cannot take now goes to the next.</summary>
/// <remarks>
/// Calls are repeated after UNAVAILABLE, DEADLINE_EXCEEDED, CANCELLED (the node gave up) and RESOURCE_EXHAUSTED; every call
/// of a ledger node may be, since the same bytes submitted again are the same transaction. Any other status is the answer.
/// The next call begins at the node that answered last.
/// </remarks>
public sealed class NodeRing : IDisposable
{
    /// <summary>Longest one attempt may take, so that a node that hangs does not use up the whole time.</summary>
    public static readonly TimeSpan LongestAttempt = TimeSpan.FromSeconds(10);

    private static readonly TimeSpan ShortestPause = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(2);

    private readonly LedgerRpcClient[] _clients;
    private int _current;

    public NodeRing(IReadOnlyCollection<Uri> nodes, LedgerRpcClientOptions? options = null)
    {
        ArgumentOutOfRangeException.ThrowIfZero(nodes.Count);
        _clients = [.. nodes.Select(node => new LedgerRpcClient(node, options))];
    }

    /// <summary>Asks each node once, until one answers.</summary>
    /// <exception cref="LedgerRpcException">The answer of a node, or of the last one when none could answer.</exception>
    public async Task<T> OnceAsync<T>(
        Func<LedgerRpcClient, TimeSpan, Task<T>> call, Deadline deadline, CancellationToken cancellation = default)
    {
        for (int left = _clients.Length - 1; ; left--)
        {
            try
            {
                return await AttemptAsync(call, deadline, cancellation).ConfigureAwait(false);
            }
            catch (LedgerRpcException failure) when (IsPassing(failure) && left > 0 && !deadline.Passed)
            {
                MoveOn();
            }
        }
    }

    /// <summary>Asks in turn until one answers or the deadline passes; pauses grow from 0.1 to 2 s.</summary>
    /// <exception cref="LedgerRpcException">The answer of a node, or the last failure at the deadline.</exception>
    public async Task<T> UntilAsync<T>(
        Func<LedgerRpcClient, TimeSpan, Task<T>> call, Deadline deadline, CancellationToken cancellation = default)
    {
        TimeSpan pause = ShortestPause;
        while (true)
        {
            try
            {
                return await OnceAsync(call, deadline, cancellation).ConfigureAwait(false);
            }
            catch (LedgerRpcException failure) when (IsPassing(failure) && deadline.Remaining > pause)
            {
                await Task.Delay(pause, cancellation).ConfigureAwait(false);
                pause = pause * 2 < LongestPause ? pause * 2 : LongestPause;
                MoveOn();
            }
        }
    }

    /// <summary>Whether the same call may succeed elsewhere or later.</summary>
    public static bool IsPassing(LedgerRpcException failure)
        => failure.Status
            is GrpcStatus.Unavailable
            or GrpcStatus.DeadlineExceeded
            or GrpcStatus.Cancelled
            or GrpcStatus.ResourceExhausted;

    public void Dispose()
    {
        foreach (LedgerRpcClient client in _clients)
        {
            client.Dispose();
        }
    }

    private async Task<T> AttemptAsync<T>(
        Func<LedgerRpcClient, TimeSpan, Task<T>> call, Deadline deadline, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        LedgerRpcClient client = _clients[Volatile.Read(ref _current)];
        return await call(client, deadline.AtMost(LongestAttempt)).ConfigureAwait(false);
    }

    private void MoveOn() => Volatile.Write(ref _current, (_current + 1) % _clients.Length);
}
