namespace Ledger.Testnet.Links;

/// <summary>Open while a link is whole; bytes wait before it while the link is silent.</summary>
internal sealed class LinkGate
{
    private volatile TaskCompletionSource _open = Opened();

    public Task WhenOpenAsync(CancellationToken cancellation) => _open.Task.WaitAsync(cancellation);

    public void Close() => _open = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);

    public void Open() => _open.TrySetResult();

    private static TaskCompletionSource Opened()
    {
        TaskCompletionSource open = new();
        open.SetResult();
        return open;
    }
}
