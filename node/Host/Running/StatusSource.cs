using Ledger.Client.V1;
using Ledger.Node.Telemetry;

namespace Ledger.Node.Running;

/// <summary>The one way to a status: asked of the engine between turns, with the machine's part added off its thread.</summary>
/// <remarks>Looks every half second though nobody asks, so that a cause is told with when it began.</remarks>
public sealed class StatusSource(
    EngineLoop loop, StatusReport report, HostFacts host, Readiness readiness, NodeTelemetry telemetry, NodeLog log)
{
    private static readonly TimeSpan Period = TimeSpan.FromMilliseconds(500);

    public async Task<StatusResponse> NowAsync(CancellationToken cancellation)
    {
        EngineSample sample = await loop.AskAsync(engine => EngineSample.Of(engine, report.Of(engine)), cancellation);
        host.AddTo(sample.Status);
        readiness.Note(sample.Status);
        telemetry.Take(sample);
        return sample.Status;
    }

    /// <summary>Runs until cancelled.</summary>
    public async Task WatchAsync(CancellationToken cancellation)
    {
        using PeriodicTimer timer = new(Period);
        StallCause told = StallCause.Unspecified;
        while (!cancellation.IsCancellationRequested)
        {
            try
            {
                StatusResponse status = await NowAsync(cancellation);
                Tell(told, status);
                told = status.StallCause;
                await timer.WaitForNextTickAsync(cancellation);
            }
            catch (OperationCanceledException)
            {
                // The engine has stopped, and says itself why: this watch has nothing more to see, and must not end first.
                await Task.Delay(Timeout.Infinite, cancellation).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    private void Tell(StallCause told, StatusResponse status)
    {
        if (status.StallCause == told)
        {
            return;
        }

        if (status.StallCause == StallCause.Unspecified)
        {
            log.Info("stall.ended", ("height", status.Height), ("view", status.View));
        }
        else
        {
            log.Warn(
                "stall.began",
                ("cause", StallCauses.Name(status.StallCause)),
                ("height", status.Height),
                ("view", status.View),
                ("missing", string.Join(' ', status.Missing)),
                ("reason", status.StallReason),
                ("awaits", WaitWords.AwaitedInEnglish(status)),
                ("suspicion", WaitWords.SuspicionInEnglish(status)));
        }
    }
}
