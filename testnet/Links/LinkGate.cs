namespace Ledger.Testnet.Links;

/// <summary>Open while a link is whole; bytes wait before it while the link is silent.</summary>
internal sealed class LinkGate
{
    private volatile TaskCompletionSource _open = Opened();
    private long _held;

    /// <summary>How many bytes wait before it now.</summary>
    public long Held => Volatile.Read(ref _held);

    /// <summary>Waits until it is open, with so many bytes in hand.</summary>
    /// <remarks>Who is cancelled does not pass, though it be open: a reset must not begin with an orderly end.</remarks>
    public Task PassAsync(int bytes, CancellationToken cancellation)
        => cancellation.IsCancellationRequested ? Task.FromCanceled(cancellation)
            : _open.Task is { IsCompleted: false } open ? HoldAsync(bytes, open, cancellation)
            : Task.CompletedTask;

    public void Close() => _open = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);

    public void Open() => _open.TrySetResult();

    private async Task HoldAsync(int bytes, Task open, CancellationToken cancellation)
    {
        Interlocked.Add(ref _held, bytes);
        try
        {
            await open.WaitAsync(cancellation);
        }
        finally
        {
            Interlocked.Add(ref _held, -bytes);
        }
    }

    private static TaskCompletionSource Opened()
    {
        TaskCompletionSource open = new();
        open.SetResult();
        return open;
    }
}
