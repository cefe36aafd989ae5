using System.Runtime.InteropServices;
using Ledger.Engine.Recorder;

namespace Ledger.Node.Running;

/// <summary>SIGQUIT: the node writes its last steps to a file and goes on.</summary>
public sealed class TapeSignal : IDisposable
{
    private readonly EngineLoop _loop;
    private readonly TapeFile _file;
    private readonly NodeLog _log;
    private readonly PosixSignalRegistration _registration;

    public TapeSignal(EngineLoop loop, TapeFile file, NodeLog log)
    {
        (_loop, _file, _log) = (loop, file, log);
        _registration = PosixSignalRegistration.Create(PosixSignal.SIGQUIT, OnSignal);
    }

    public void Dispose() => _registration.Dispose();

    /// <summary>Taken between two turns; written off the engine's thread.</summary>
    public async Task WriteAsync()
    {
        try
        {
            Tape tape = await _loop.AskAsync(engine => engine.Recording(), CancellationToken.None);
            _log.Info("recorder.written", ("file", _file.Write(TapeFile.Asked, tape)), ("steps", tape.Steps.Count));
        }
        catch (Exception cause) when (cause is Storage.StorageFailure or OperationCanceledException)
        {
            _log.Warn("recorder.failed", ("error", cause.Message)); // what an operator asked for must not end a validator
        }
    }

    private void OnSignal(PosixSignalContext context)
    {
        context.Cancel = true;
        _ = WriteAsync();
    }
}
