using System.Net;
using System.Text;
using Ledger.Node.Networking;

namespace Ledger.Tests.Unit.Networking;

/// <summary>Records what a transport tells, and lets a test wait for it.</summary>
internal sealed class RecordingSink : IFrameSink
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(60);

    private readonly Lock _gate = new();
    private readonly List<string> _told = [];
    private TaskCompletionSource _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Runs before a frame is recorded: where a test stalls a lane or throws.</summary>
    public Func<Lane, CancellationToken, ValueTask> BeforeFrame { get; init; } = (_, _) => ValueTask.CompletedTask;

    public async ValueTask OnFrame(int fromPeer, Lane lane, ReadOnlyMemory<byte> frame, CancellationToken cancellation)
    {
        await BeforeFrame(lane, cancellation);
        Tell(Frame(fromPeer, lane, frame.Length > 64 ? $"{frame.Length} bytes" : Encoding.ASCII.GetString(frame.Span)));
    }

    public void OnConnected(int peer) => Tell(Connected(peer));

    public void OnDisconnected(int peer) => Tell(Disconnected(peer));

    public void OnRefused(PeerRefusal refusal, int? peer, EndPoint? remote) => Tell(Refused(refusal, peer));

    public static string Frame(int peer, Lane lane, string text) => $"{lane} from {peer}: {text}";

    public static string Connected(int peer) => $"connected {peer}";

    public static string Disconnected(int peer) => $"disconnected {peer}";

    public static string Refused(PeerRefusal refusal, int? peer) =>
        $"refused {refusal} of {peer?.ToString() ?? "nobody"}";

    public string[] Told()
    {
        lock (_gate)
        {
            return [.. _told];
        }
    }

    /// <summary>Waits until <paramref name="what"/> was told <paramref name="times"/> times.</summary>
    public Task UntilAsync(string what, int times = 1) =>
        UntilAsync(told => told.Count(line => line == what) >= times, $"{times} x '{what}'");

    public async Task UntilAsync(Func<IReadOnlyList<string>, bool> holds, string name)
    {
        using CancellationTokenSource patience = new(s_patience);
        while (true)
        {
            Task changed;
            lock (_gate)
            {
                if (holds(_told))
                {
                    return;
                }

                changed = _changed.Task;
            }

            try
            {
                await changed.WaitAsync(patience.Token);
            }
            catch (OperationCanceledException)
            {
                Assert.Fail($"Waited in vain for {name}; told: {string.Join(" | ", Told())}");
            }
        }
    }

    private void Tell(string line)
    {
        TaskCompletionSource changed;
        lock (_gate)
        {
            _told.Add(line);
            changed = _changed;
            _changed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        }

        changed.SetResult();
    }
}
