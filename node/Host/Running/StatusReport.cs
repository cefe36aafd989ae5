using System.Reflection;
using Google.Protobuf;
using Ledger.Client.V1;
using Ledger.Engine;
using Ledger.Node.Networking;
using Ledger.Protocol.Messages;
using Ledger.Protocol.Validators;
using Ledger.Storage.Anchors;
using Ledger.Storage.Devices;

namespace Ledger.Node.Running;

/// <summary>What an operator wants to know of a validator at one glance.</summary>
public sealed class StatusReport(
    NodeIdentity node, InboundEdge inbound, PeerTransport transport, FlushMeter flushes, AnchorStore anchors, ICommitmentIndex index)
{
    private static readonly string Version =
        typeof(StatusReport).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "";

    public StatusResponse Of(LedgerEngine engine)
    {
        StatusResponse status = new()
        {
            Version = Version,
            ChainId = ByteString.CopyFrom(node.Genesis.ChainId.ToArray()),
            Validator = node.Validator.Name,
            Region = node.Validator.Region.Code,
            Height = engine.State.Block.Height.Value,
            View = engine.Replica.View.Value,
            LogSize = engine.State.Log.Size,
            HeadTimeUnixMs = engine.State.TimeMs,
            HeadHash = ByteString.CopyFrom(engine.State.Block.Hash.ToArray()),
            StateRoot = ByteString.CopyFrom(engine.State.Map.Root.ToArray()),
            Primary = node.Genesis.Validators[engine.Replica.Primary].Name,
            PoolTransactions = (ulong)engine.Waiting.Transactions,
            PoolBytes = (ulong)engine.Waiting.BatchBytes,
            IndexWatermark = index.Watermark,
            FlushCount = (ulong)flushes.Count,
            FlushMsP50 = flushes.MedianMicroseconds / 1000,
            FlushMsP99 = flushes.P99Microseconds / 1000,
        };
        AddPeers(status);
        status.StallReason = StallOf(engine, status);
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

    private void AddPeers(StatusResponse status)
    {
        foreach (PeerSnapshot peer in transport.Snapshot())
        {
            Validator validator = node.Genesis.Validators.Validators[peer.Index];
            Status? last = inbound.StatusOf(peer.Index);
            status.Peers.Add(new PeerStatus
            {
                Validator = validator.Name,
                Region = validator.Region.Code,
                Connected = peer.Connected,
                Height = last?.Committed.Value ?? 0,
                View = last?.View.Value ?? 0,
            });
        }
    }

    /// <summary>Empty while blocks are made or nothing waits; else who is missing.</summary>
    private string StallOf(LedgerEngine engine, StatusResponse status)
    {
        string[] missing = [.. status.Peers.Where(p => !p.Connected).Select(p => $"{p.Validator} ({p.Region})")];
        int reachable = node.Genesis.Validators.Size - missing.Length;
        return reachable < node.Genesis.Validators.Quorum
            ? $"need {node.Genesis.Validators.Quorum} validators, have {reachable}; missing {string.Join(", ", missing)}"
            : engine.Replica.Decided is not null ? "catching up with the chain"
            : !engine.Replica.Participating ? $"waiting for view {engine.Replica.View} to be opened by {status.Primary}"
            : "";
    }
}
