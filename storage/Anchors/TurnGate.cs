namespace Ledger.Storage.Anchors;

/// <summary>A lock that a long job takes in small pieces and gives up to whoever asks meanwhile.</summary>
/// <remarks>A plain lock would be taken again by the job that has just left it, again and again.</remarks>
internal sealed class TurnGate : IDisposable
{
    private readonly Lock _lock = new();
    private readonly ManualResetEventSlim _noneUrgent = new(true);

    /// <summary>Runs something that nobody should wait for long: behind the piece that is under way, before the next.</summary>
    public void Urgently(Action action)
    {
        _noneUrgent.Reset();
        lock (_lock)
        {
            try
            {
                action();
            }
            finally
            {
                _noneUrgent.Set();
            }
        }
    }

    /// <summary>Runs one piece of the long job.</summary>
    /// <exception cref="OperationCanceledException">While it waited for its turn.</exception>
    public void Piece(Action action, CancellationToken cancellation)
    {
        _noneUrgent.Wait(cancellation);
        lock (_lock)
        {
            action();
        }
    }

    public void Dispose() => _noneUrgent.Dispose();
}
