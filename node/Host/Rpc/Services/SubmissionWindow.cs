namespace Ledger.Node.Rpc.Services;

/// <summary>How much of one stream is under way: at most so many submissions of at most so many bytes together.</summary>
/// <remarks>One task enters, another leaves. What is longer than all the room enters alone.</remarks>
internal sealed class SubmissionWindow(int maxSubmissions, long maxBytes)
{
    private readonly Lock _lock = new();
    private TaskCompletionSource? _left;
    private int _submissions;
    private long _bytes;

    /// <summary>Whether nothing is under way.</summary>
    public bool IsEmpty => Volatile.Read(ref _submissions) == 0;

    /// <summary>Waits until there is room.</summary>
    public async Task EnterAsync(int bytes, CancellationToken cancellation)
    {
        while (TryEnter(bytes) is { } left)
        {
            await left.WaitAsync(cancellation);
        }
    }

    public void Leave(int bytes)
    {
        TaskCompletionSource? left;
        lock (_lock)
        {
            _submissions--;
            _bytes -= bytes;
            left = _left;
            _left = null;
        }

        left?.SetResult();
    }

    /// <summary>Null when it entered, else what completes when somebody left.</summary>
    private Task? TryEnter(int bytes)
    {
        lock (_lock)
        {
            if (_submissions > 0 && (_submissions == maxSubmissions || _bytes + bytes > maxBytes))
            {
                _left ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
                return _left.Task;
            }

            _submissions++;
            _bytes += bytes;
            return null;
        }
    }
}
