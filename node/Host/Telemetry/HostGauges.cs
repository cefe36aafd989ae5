using System.Diagnostics;
using System.Diagnostics.Metrics;
using Ledger.Node.Networking;
using Ledger.Node.Running;
using Ledger.Protocol.Messages;
using static Ledger.Node.Telemetry.GaugeSet<object>;

namespace Ledger.Node.Telemetry;

/// <summary>What is asked of the parts around the engine at the moment of a scrape: queues, refusals, files, the process.</summary>
internal sealed class HostGauges(
    PeerRoll roll, PeerTransport transport, InboundEdge inbound, EngineLoop loop, CommitHub commits, NodeLog log,
    string dataDirectory)
{
    private static readonly string[] s_stores = ["journal", "blocks", "anchors", "state", "index"];

    public void AddTo(Meter meter)
    {
        GaugeSet<object> set = new(meter, () => this);
        AddQueues(set);
        AddLanes(set);
        AddRefusals(set);
        AddFiles(set);
        AddProcess(set);
    }

    private void AddQueues(GaugeSet<object> set)
    {
        set.Gauge("ledger_inbox_inputs", "Inputs that wait for the engine.", _ => loop.Waiting);
        set.Gauge("ledger_inbox_inputs_limit", "Of one source; beyond it the source waits.", _ => EngineInbox.InputsPerSource);
        set.Gauge("ledger_turn_age_seconds", "Since the engine's last turn began.", _ => loop.TurnAge.TotalSeconds);
        set.Gauge("ledger_waiting_receipts", "Transactions whose commit a call waits for.", _ => commits.Waiting);
        set.Counters("ledger_log_lines_total", "Lines logged, by level.",
            _ => Enum.GetValues<LogLevel>().Select(l => One(log.Written(l), ("level", Words.Of(l)))));
        set.Counters("ledger_log_lines_lost_total", "Lines not written: their reader was too slow, or they repeat.",
            _ => [One(log.Dropped, ("reason", "slow_reader")), One(log.Suppressed, ("reason", "repeated"))]);
    }

    private void AddLanes(GaugeSet<object> set)
    {
        set.Gauges("ledger_peer_queue_frames", "Frames that wait to leave.", _ => EachLane(l => l.QueuedMessages));
        set.Gauges("ledger_peer_queue_bytes", "Bytes that wait to leave.", _ => EachLane(l => l.QueuedBytes));
        set.Gauges("ledger_peer_queue_limit_frames", "Beyond it frames are dropped.", _ => EachLimit(l => l.QueueMessages));
        set.Gauges("ledger_peer_queue_limit_bytes", "Beyond it frames are dropped.", _ => EachLimit(l => l.QueueBytes));
        set.Counters("ledger_peer_dropped_frames_total", "Frames that a full queue dropped.", _ => EachLane(l => l.Dropped));
        set.Counters("ledger_peer_sent_bytes_total", "Bytes sent to the peer.", _ => EachLane(l => l.BytesOut));
        set.Counters("ledger_peer_received_bytes_total", "Bytes of the peer.", _ => EachLane(l => l.BytesIn));
        set.Counters("ledger_peer_connections_total", "Connections to the peer that it accepted.", _ => EachLane(l => l.Opened));
        set.Counters("ledger_peer_failed_dials_total", "Dials that the peer did not accept.",
            _ => transport.Snapshot().Select(p => One(p.FailedDials, ("peer", NameOf(p)))));
    }

    private void AddRefusals(GaugeSet<object> set)
    {
        set.Counters("ledger_refused_connections_total", "Connections of peers refused, by reason.",
            _ => transport.Refusals().Select(r => One(r.Count, ("reason", Words.Of(r.Refusal)))));
        set.Counters("ledger_refused_frames_total", "Frames of peers that are no message, by fault.",
            _ => Enum.GetValues<OpenFault>().Where(f => f != default)
                .Select(f => One(inbound.Refused(f), ("fault", Words.Of(f)))));
    }

    private void AddFiles(GaugeSet<object> set)
        => set.Gauges("ledger_store_size_bytes", "Bytes of the files of a store.",
            _ => s_stores.Select(s => One(BytesOf(Path.Combine(dataDirectory, s)), ("store", s))));

    private static void AddProcess(GaugeSet<object> set)
    {
        set.Counter("process_cpu_seconds_total", "Processor time, user and system.",
            _ => Ask(p => p.TotalProcessorTime.TotalSeconds));
        set.Gauge("process_resident_memory_bytes", "Resident memory.", _ => Ask(p => p.WorkingSet64));
        set.Gauge("process_threads", "Threads.", _ => Ask(p => p.Threads.Count));
        set.Gauge("process_start_time_seconds", "When the process started, in Unix seconds.",
            _ => Ask(p => new DateTimeOffset(p.StartTime).ToUnixTimeMilliseconds() / 1000.0));
        set.Gauge("process_open_fds", "Open file descriptors.",
            _ => Directory.Exists("/proc/self/fd") ? Directory.GetFileSystemEntries("/proc/self/fd").Length : 0);
        set.Gauge("dotnet_gc_heap_size_bytes", "Bytes of the managed heap.", _ => GC.GetTotalMemory(false));
        set.Counters("dotnet_gc_collections_total", "Collections by generation.",
            _ => Enumerable.Range(0, 3).Select(g => One(GC.CollectionCount(g), ("generation", $"{g}"))));
        set.Counter("dotnet_gc_pause_seconds_total", "Time that collections stopped the process.",
            _ => GC.GetTotalPauseDuration().TotalSeconds);
    }

    private static double Ask(Func<Process, double> question)
    {
        using Process process = Process.GetCurrentProcess();
        return question(process);
    }

    /// <summary>Files come and go meanwhile: one that is gone counts as nothing.</summary>
    private static double BytesOf(string folder)
        => Directory.Exists(folder)
            ? new DirectoryInfo(folder).EnumerateFiles("*", SearchOption.AllDirectories).Sum(f => f.Exists ? f.Length : 0)
            : 0;

    private IEnumerable<Measurement<double>> EachLane(Func<LaneSnapshot, double> value)
        => transport.Snapshot().SelectMany(p => new[]
        {
            One(value(p.Votes), ("peer", NameOf(p)), ("lane", "votes")),
            One(value(p.Bulk), ("peer", NameOf(p)), ("lane", "bulk")),
        });

    private IEnumerable<Measurement<double>> EachLimit(Func<LaneLimits, double> value)
        => Enum.GetValues<Lane>().Select(lane => One(value(transport.Limits(lane)), ("lane", Words.Of(lane))));

    private string NameOf(PeerSnapshot peer) => roll.Map.NameOf(peer.Number);
}
