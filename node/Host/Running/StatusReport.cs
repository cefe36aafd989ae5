using System.Reflection;
using Google.Protobuf;
using Ledger.Client.V1;
using Ledger.Engine;
using Ledger.Protocol.Numbers;
using Ledger.Protocol.Validators;
using Ledger.Storage.Anchors;
using Ledger.Storage.Devices;

namespace Ledger.Node.Running;

/// <summary>What an operator wants to know of a validator at one glance.</summary>
public sealed class StatusReport(
    NodeIdentity node,
    StallFactsReader facts,
    ConsensusStatus consensus,
    FlushMeter flushes,
    AnchorStore anchors,
    ICommitmentIndex index)
{
    public static string Version { get; } =
        typeof(StatusReport).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "";

    private readonly StallWatch _watch = new();

    /// <summary>Asked between two turns.</summary>
    public StatusResponse Of(LedgerEngine engine)
    {
        StatusResponse status = new()
        {
            Version = Version,
            ChainId = ByteString.CopyFrom(node.Genesis.ChainId.ToArray()),
            Validator = node.Name,
            Region = node.RegionIn(engine.Epoch),
            Epoch = engine.Epoch.Number.Value,
            Validators = (uint)engine.Epoch.Validators.Size,
            Height = engine.State.Block.Height.Value,
            View = engine.Replica.View.Value,
            LogSize = engine.State.Log.Size,
            HeadTimeUnixMs = engine.State.TimeMs,
            HeadHash = ByteString.CopyFrom(engine.State.Block.Hash.ToArray()),
            StateRoot = ByteString.CopyFrom(engine.State.Map.Root.ToArray()),
            Primary = engine.Epoch.Validators[engine.Replica.Primary].Name,
            PoolTransactions = (ulong)engine.Waiting.Transactions,
            PoolBytes = (ulong)engine.Waiting.BatchBytes,
            IndexWatermark = index.Watermark,
            FlushCount = (ulong)flushes.Count,
            FlushMsP50 = flushes.MedianMicroseconds / 1000,
            FlushMsP99 = flushes.P99Microseconds / 1000,
        };
        StallFacts now = facts.Read(engine);
        AddPeers(status, now);
        AddStall(status, now);
        AddRejoin(status, engine, now);
        AddProtocol(status, engine);
        AddRestore(status, engine);
        consensus.AddTo(status, engine, now.NowMs);
        status.StallReason = StallWords.English(status); // of all that stands above
        return status;
    }

    /// <summary>Waits until the index has every leaf committed when it was called.</summary>
    public async Task IndexedAsync(CancellationToken cancellation)
    {
        ulong size = anchors.Size;
        while (index.Watermark < size)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(2), cancellation);
        }
    }

    private void AddPeers(StatusResponse status, StallFacts now)
    {
        foreach (PeerFact peer in now.Peers)
        {
            status.Peers.Add(new PeerStatus
            {
                Validator = peer.Name,
                Region = peer.Region,
                Connected = peer.Connected,
                Height = peer.Height,
                View = peer.View,
                Heard = peer.HeardMsAgo is not null,
                HeardMsAgo = peer.HeardMsAgo ?? 0,
                Member = peer.IsMember,
                Votes = peer.Votes,
                ProgramProtocol = peer.Protocol,
            });
        }

        status.Missing.Add(now.Missing.Select(p => p.Name));
        status.Quorum = (uint)now.Set.Quorum;
        status.Reachable = (uint)now.Reachable;
    }

    private static void AddRejoin(StatusResponse status, LedgerEngine engine, StallFacts now)
    {
        (status.Mode, status.Incarnation) = (now.Mode, engine.Incarnation);
        if (now.Mode == NodeMode.Rejoining)
        {
            bool behind = now.Decided || now.Peers.Any(p => p.Reachable && p.Height > now.Height + now.Parameters.Window);
            status.Rejoin = engine.HasRejoined ? RejoinStep.Pending : behind ? RejoinStep.Fetching : RejoinStep.Said;
            status.RejoinHeight = engine.HasRejoined ? engine.State.Governance.Next?.Start.Value ?? 0 : 0;
        }
    }

    /// <summary>Which version is in force, which this program has, and which is to come.</summary>
    private static void AddProtocol(StatusResponse status, LedgerEngine engine)
    {
        status.Protocol = engine.Epoch.Parameters.ProtocolVersion;
        status.ProgramProtocol = ProtocolVersions.OfThisProgram.Highest;
        if (engine.State.Governance.Next is { } next && next.Parameters.ProtocolVersion != status.Protocol)
        {
            (status.NextProtocol, status.NextProtocolHeight) = (next.Parameters.ProtocolVersion, next.Start.Value);
        }
    }

    private static void AddRestore(StatusResponse status, LedgerEngine engine)
    {
        status.BodyHorizon = engine.Horizon.Value;
        if (engine.Restoring is { } restore)
        {
            status.Restore = new RestoreStatus
            {
                TargetHeight = restore.Target.Value,
                Blocks = restore.Blocks,
                Leaves = restore.Leaves,
                TargetLeaves = restore.LeavesOf,
                StateParts = (uint)restore.MapParts,
                Bytes = (ulong)restore.Bytes,
                Refused = (ulong)restore.Refused,
                LastFault = restore.Refused == 0 ? "" : restore.LastFault.ToString(),
            };
        }
    }

    private void AddStall(StatusResponse status, StallFacts now)
    {
        status.UptimeMs = now.NowMs - now.StartedMs;
        status.CommitMsAgo = now.NowMs - (now.LastCommitMs ?? now.StartedMs);
        status.ClockOffsetMs = now.HeadTimeMs > now.NowMs
            ? -(long)(now.HeadTimeMs - now.NowMs)
            : now.ClockOffsetMs ?? 0;
        status.StallMs = _watch.Observe(now);
        status.StallCause = _watch.Now.Cause;
        status.StallRegion = _watch.Now.Region;
    }
}
