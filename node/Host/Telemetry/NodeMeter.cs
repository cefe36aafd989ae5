using System.Diagnostics.Metrics;
using Ledger.Engine;
using Ledger.Protocol.Blocks;

namespace Ledger.Node.Telemetry;

/// <summary>The meter <c>Ledger</c>, and the instruments that are told what happens as it happens.</summary>
/// <remarks>Names are Prometheus' own, unit last, so that they are the same in every export.</remarks>
public sealed class NodeMeter : IDisposable, ICommitListener
{
    private static readonly double[] s_seconds =
        [.0005, .001, .0025, .005, .01, .025, .05, .1, .25, .5, 1, 2.5, 5, 10, 30];

    private readonly Histogram<double> _turnInputs;
    private readonly Histogram<double> _turn;
    private readonly Histogram<double> _flush;
    private readonly Histogram<double> _commit;
    private readonly Histogram<double> _call;
    private readonly Counter<long> _calls;
    private readonly Counter<long> _admissions;
    private readonly Counter<long> _outcomes;
    private readonly Func<ulong> _nowMs;

    public NodeMeter(Func<ulong> nowMs, string version)
    {
        _nowMs = nowMs;
        Meter = new Meter("Ledger", version);
        _turnInputs = Histogram(
            "ledger_turn_inputs", "Inputs that one turn of the engine took.", [0, 1, 2, 4, 8, 16, 32, 64, 128, 512, 2048]);
        _turn = Histogram("ledger_turn_seconds", "Time of one turn of the engine, its flush included.", s_seconds);
        _flush = Histogram("ledger_journal_flush_seconds", "Time of one durable flush of the journal.", s_seconds);
        _commit = Histogram(
            "ledger_commit_latency_seconds", "From a block's time to its commit here; by two clocks if another proposed it.",
            s_seconds);
        _call = Histogram("ledger_rpc_call_seconds", "Time of one call, a stream's whole life included.", s_seconds);
        _calls = Meter.CreateCounter<long>("ledger_rpc_calls_total", null, "Calls ended, by stable code or status.");
        _admissions = Meter.CreateCounter<long>("ledger_admissions_total", null, "What submissions were answered.");
        _outcomes = Meter.CreateCounter<long>("ledger_outcomes_total", null, "Transactions in committed blocks.");
    }

    public Meter Meter { get; }

    public void Turned(int inputs, TimeSpan time)
    {
        _turnInputs.Record(inputs);
        _turn.Record(time.TotalSeconds);
    }

    public void Flushed(TimeSpan time) => _flush.Record(time.TotalSeconds);

    public void Called(string method, string code, TimeSpan time)
    {
        _call.Record(time.TotalSeconds, new KeyValuePair<string, object?>("method", method));
        _calls.Add(1, new("method", method), new("code", code));
    }

    public void Admitted(string result) => _admissions.Add(1, new KeyValuePair<string, object?>("result", result));

    public void OnCommitted(CommittedEvent committed)
    {
        _commit.Record(Math.Max(0, (long)_nowMs() - (long)committed.Block.Header.TimeMs) / 1000.0);
        foreach (IGrouping<Outcome, OutcomeRecord> group in committed.Outcomes.GroupBy(o => o.Outcome))
        {
            _outcomes.Add(group.Count(), new KeyValuePair<string, object?>("outcome", Words.Of(group.Key)));
        }
    }

    public void Dispose() => Meter.Dispose();

    private Histogram<double> Histogram(string name, string help, double[] bounds)
        => Meter.CreateHistogram(
            name, null, help, tags: null, new InstrumentAdvice<double> { HistogramBucketBoundaries = bounds });
}
