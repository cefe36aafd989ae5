using System.Runtime.InteropServices;

namespace Ledger.Node.Running;

/// <summary>SIGTERM and SIGINT: the first asks for an orderly end, the second ends the process at once.</summary>
/// <remarks>At once is safe: what was promised is on disk before it is said, as after a power cut.</remarks>
public sealed class StopSignals : IDisposable
{
    /// <summary>What the process ends with after a second signal (128 + SIGINT).</summary>
    private const int Interrupted = 130;

    private readonly CancellationTokenSource _stop;
    private readonly PosixSignalRegistration[] _registrations;
    private int _signals;

    public StopSignals(CancellationToken alsoStops)
    {
        _stop = CancellationTokenSource.CreateLinkedTokenSource(alsoStops);
        _registrations =
        [
            PosixSignalRegistration.Create(PosixSignal.SIGTERM, OnSignal),
            PosixSignalRegistration.Create(PosixSignal.SIGINT, OnSignal),
        ];
    }

    /// <summary>Cancelled by the first signal.</summary>
    public CancellationToken Token => _stop.Token;

    public void Dispose()
    {
        Array.ForEach(_registrations, r => r.Dispose());
        _stop.Dispose();
    }

    private void OnSignal(PosixSignalContext context)
    {
        context.Cancel = true;
        if (Interlocked.Increment(ref _signals) > 1)
        {
            Environment.Exit(Interrupted);
        }

        _stop.Cancel();
    }
}
