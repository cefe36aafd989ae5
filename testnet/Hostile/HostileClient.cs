namespace Ledger.Testnet.Hostile;

/// <summary>A client that means harm, at rates that are stated and bounded: all its acts beside each other.</summary>
/// <remarks>
/// It is no flood that fills the machine: on two cores shared with four validators that would measure the scheduler.
/// Half-open and slow connections stand at some two hundred together, beside those that come and go.
/// </remarks>
internal sealed class HostileClient(HostileTargets targets)
{
    private static readonly TimeSpan HalfOpen = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Slow = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Deaf = TimeSpan.FromSeconds(60);

    /// <summary>Runs for the targets' time and gives what each act met.</summary>
    public async Task<IReadOnlyList<HostileOutcome>> RunAsync(CancellationToken cancellation)
    {
        using HostileCalls calls = new(targets);
        using CancellationTokenSource time = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        time.CancelAfter(TimeSpan.FromSeconds(targets.Seconds));
        ActRunner[] runners =
        [
            .. Acts(calls)
                .Where(a => a.Name.Contains(targets.Only, StringComparison.OrdinalIgnoreCase))
                .Select(a => new ActRunner(a, targets.Nodes)),
        ];
        await Task.WhenAll(runners.Select(r => Task.Run(() => r.RunAsync(time.Token), CancellationToken.None)));
        // Those that stood are ended by the same token; they need a moment to say so.
        await Task.Delay(TimeSpan.FromSeconds(1), CancellationToken.None);
        return [.. runners.Select(r => r.Outcome)];
    }

    private static HostileAct[] Acts(HostileCalls calls) =>
    [
        new("malformed submission", 50, 64, calls.MalformedAsync),
        new("wrong signature", 200, 128, calls.WrongSignatureAsync),
        new("replay of an anchored transaction", 50, 64, calls.ReplayAsync),
        new("check of a commitment that is nowhere", 200, 128, calls.CheckAsync),
        new("64 MiB in a gRPC message", 0.1, 2, calls.HugeAsync),
        new("64 MiB in a JSON body", 0.1, 2, calls.HugeJsonAsync),
        new("watch that never reads", 0.5, 32, (n, c) => calls.DeafWatchAsync(n, Deaf, c)),
        new("silent connection to gRPC", 10, 100, (n, c) => RawCalls.StayAsync(n.Grpc, HalfOpen, c)),
        new("silent connection to a validator port", 10, 100, (n, c) => RawCalls.StayAsync(n.Peer, HalfOpen, c)),
        new("random bytes to a validator port", 20, 100, (n, c) => RawCalls.NoiseAsync(n.Peer, afterPreface: false, c)),
        new("random frames after an HTTP/2 preface", 10, 100, (n, c) => RawCalls.NoiseAsync(n.Grpc, afterPreface: true, c)),
        new("slow loris at the JSON port", 4, 100, (n, c) => RawCalls.SlowLorisAsync(n.Json, Slow, c)),
    ];
}
