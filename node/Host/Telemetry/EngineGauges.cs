using System.Diagnostics.Metrics;
using Ledger.Client.V1;
using Ledger.Node.Configuration;
using Ledger.Node.Running;
using static Ledger.Node.Telemetry.GaugeSet<Ledger.Node.Telemetry.EngineSample>;

namespace Ledger.Node.Telemetry;

/// <summary>What the last look at the engine saw: the chain, the pool, stalls, this validator's machine.</summary>
internal static class EngineGauges
{
    public static void AddTo(Meter meter, Func<EngineSample?> sample, NodeConfiguration configuration)
    {
        GaugeSet<EngineSample> set = new(meter, sample);
        AddChain(set);
        AddCheckpoints(set);
        AddWaiting(set, configuration);
        AddStall(set);
        AddPeers(set);
        AddMachine(set);
    }

    private static void AddChain(GaugeSet<EngineSample> set)
    {
        set.Gauges("ledger_build_info", "1, with who this is.", s =>
        [
            One(1, ("version", s.Status.Version), ("validator", s.Status.Validator), ("region", s.Status.Region),
                ("chain", Convert.ToHexStringLower(s.Status.ChainId.Span))),
        ]);
        set.Gauge("ledger_height", "Committed height.", s => s.Status.Height);
        set.Gauge("ledger_view", "View.", s => s.Status.View);
        set.Gauge("ledger_epoch", "Epoch of the next block.", s => s.Status.Epoch);
        set.Gauges("ledger_mode", "1 for what this node is to the chain.", s => Enum.GetValues<NodeMode>()
            .Where(m => m != NodeMode.Unspecified)
            .Select(m => One(m == s.Status.Mode ? 1 : 0, ("mode", StatusNames.Of(m).ToLowerInvariant()))));
        set.Gauge("ledger_participating", "1 while the view is open, 0 while it is awaited.", s => s.Participating ? 1 : 0);
        set.Gauge("ledger_is_primary", "1 while this validator is the primary.",
            s => s.Status.Primary == s.Status.Validator ? 1 : 0);
        set.Gauge("ledger_log_leaves", "Leaves of the anchor log.", s => s.Status.LogSize);
        set.Gauge("ledger_index_lag_leaves", "Leaves that the commitment index has not taken in yet.",
            s => s.Status.LogSize - (double)s.Status.IndexWatermark);
        set.Counter("ledger_blocks_total", "Blocks committed since the start.", s => s.Blocks);
        set.Counter("ledger_anchors_total", "Leaves committed since the start.", s => s.Leaves);
        set.Counter("ledger_turn_flushes_total", "Turns that had promises to flush.", s => s.Flushes);
        set.Counter("ledger_checkpoints_total", "State checkpoints taken.", s => s.Checkpoints);
        set.Counter("ledger_misbehaviors_total", "Pairs of statements that no honest validator signs.", s => s.Misbehaviors);
        set.Counters("ledger_discards_total", "Messages that the replica took no further, by reason.",
            s => s.Discards.Select(d => One(d.Value, ("reason", Words.Of(d.Key)))));
        set.Counter("ledger_snapshot_bytes_total", "Bytes of pieces of snapshots that came.", s => s.SnapshotBytes);
        set.Counters("ledger_snapshot_refusals_total", "Outlines and pieces of snapshots that were not believed, by fault.",
            s => s.SnapshotFaults.Select(f => One(f.Value, ("fault", Words.Of(f.Key)))));
    }

    private static void AddCheckpoints(GaugeSet<EngineSample> set)
    {
        set.Gauge("ledger_published_leaves", "Leaves that the newest published checkpoint covers.", s => s.PublishedLeaves);
        set.Counter("ledger_published_checkpoints_total", "Checkpoints published since the start.", s => s.Published);
        set.Counters("ledger_cosignatures_total", "Validators' cosignatures of checkpoints, by what became of them.",
            s => s.Cosignatures.Select(c => One(c.Value, ("verdict", Words.Of(c.Key)))));
    }

    private static void AddWaiting(GaugeSet<EngineSample> set, NodeConfiguration configuration)
    {
        set.Gauge("ledger_pool_transactions", "Admitted transactions that wait for a batch.", s => s.Status.PoolTransactions);
        set.Gauge("ledger_pool_transactions_limit", "Beyond it a submission is answered POOL_FULL.",
            _ => configuration.Pool.MaxTransactions);
        set.Gauge("ledger_pool_batches", "Batches held and not committed.", s => s.Batches);
        set.Gauge("ledger_pool_bytes", "Bytes of batches held and not committed.", s => s.Status.PoolBytes);
        set.Gauge("ledger_pool_limit_bytes", "Beyond it a submission is answered POOL_FULL.",
            _ => configuration.Pool.MaxBytes);
        set.Gauge("ledger_own_transactions", "Transactions admitted here and not committed.", s => s.OwnTransactions);
    }

    private static void AddStall(GaugeSet<EngineSample> set)
    {
        set.Gauge("ledger_ready", "1 while a submission can be expected to commit; what /readyz says.",
            s => s.Status.Ready ? 1 : 0);
        set.Gauges("ledger_stall", "1 for the cause that nothing commits.", s => StallCauses.All
            .Where(c => c != StallCause.Unspecified)
            .Select(c => One(c == s.Status.StallCause ? 1 : 0, ("cause", StallCauses.Name(c).ToLowerInvariant()))));
        set.Gauge("ledger_stall_seconds", "How long the cause has held.", s => s.Status.StallMs / 1000.0);
        set.Gauge("ledger_commit_age_seconds", "Since the last commit, or the start.", s => s.Status.CommitMsAgo / 1000.0);
        set.Gauge("ledger_quorum_votes", "Votes that a quorum needs.", s => s.Status.Quorum);
        set.Gauge("ledger_reachable_validators", "Validators reachable now, this one among them.", s => s.Status.Reachable);
    }

    private static void AddPeers(GaugeSet<EngineSample> set)
    {
        set.Gauges("ledger_peer_connected", "1 while both lanes to the peer are open.",
            s => s.Status.Peers.Select(p => Of(p, p.Connected ? 1 : 0)));
        set.Gauges("ledger_peer_reachable", "1 while the peer is connected and heard.",
            s => s.Status.Peers.Select(p => Of(p, p.Connected && !s.Status.Missing.Contains(p.Validator) ? 1 : 0)));
        set.Gauges("ledger_peer_silence_seconds", "Since the peer's last message, if it ever came.",
            s => s.Status.Peers.Where(p => p.Heard).Select(p => Of(p, p.HeardMsAgo / 1000.0)));
        set.Gauges("ledger_peer_height", "Committed height that the peer told last.",
            s => s.Status.Peers.Select(p => Of(p, p.Height)));
        set.Gauges("ledger_peer_lag_blocks", "Blocks that the peer is behind this node.",
            s => s.Status.Peers.Select(p => Of(p, Math.Max(0, (double)s.Status.Height - p.Height))));
    }

    private static void AddMachine(GaugeSet<EngineSample> set)
    {
        set.Gauge("ledger_clock_offset_seconds", "This node's clock less the chain's, latency included.",
            s => s.Status.ClockOffsetMs / 1000.0);
        set.Gauge("ledger_disk_free_bytes", "Free on the data directory's file system.", s => s.Status.DiskFreeBytes);
        set.Gauge("ledger_disk_size_bytes", "Size of the data directory's file system.", s => s.Status.DiskTotalBytes);
        set.Gauges("ledger_key_age_seconds", "Since the key file was written.", s =>
        [
            One(s.Status.ConsensusKeyAgeSeconds, ("key", "consensus")),
            One(s.Status.TlsKeyAgeSeconds, ("key", "tls")),
        ]);
        set.Gauges("ledger_rpc_certificate_expiry_timestamp_seconds", "When the RPC certificate expires, if there is one.",
            s => s.Status.RpcCertificateExpiresUnixMs is var at and > 0 ? [One(at / 1000.0)] : []);
    }

    private static Measurement<double> Of(PeerStatus peer, double value)
        => One(value, ("peer", peer.Validator), ("peer_region", peer.Region));
}
