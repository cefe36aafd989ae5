using System.Net;
using Ledger.Cryptography.Signatures;
using Ledger.Engine;
using Ledger.Engine.Execution;
using Ledger.Node.Networking;
using Ledger.Protocol.Blocks;
using Ledger.Protocol.Messages;
using Ledger.Protocol.Numbers;
using Ledger.Protocol.Transactions;
using Ledger.Protocol.Validators;

namespace Ledger.Node.Running;

/// <summary>Where frames become messages: opens each on its own connection's thread, so signatures are checked in parallel.</summary>
public sealed class InboundEdge(
    PeerRoll roll, IssuerRegistry issuers, SignatureSuites suites, NodeClock clock, NodeLog log) : IFrameSink
{
    private readonly long[] _refused = new long[Enum.GetValues<OpenFault>().Length];
    private readonly Status?[] _statuses = new Status?[PeerTransportOptions.MaximumPeers];
    private readonly long[] _heardMs = new long[PeerTransportOptions.MaximumPeers];
    private readonly bool[] _connected = new bool[PeerTransportOptions.MaximumPeers];
    private readonly long[] _spokeMs = new long[ValidatorSet.MaximumSize];
    private readonly Pace[] _statusPaces = PacesOf(PeerTransportOptions.MaxStatusesPerSecond);
    private readonly Pace[] _fetchPaces = PacesOf(PeerTransportOptions.MaxFetchesPerSecond);
    private readonly Pace[] _cosignedPaces = PacesOf(PeerTransportOptions.MaxCosignedPerSecond);
    private EngineLoop? _loop;

    /// <summary>The last Status of each peer, for reports.</summary>
    public Status? StatusOf(int peer) => _statuses[peer];

    /// <summary>The greatest height a peer has told.</summary>
    public ulong HighestPeer => _statuses.Max(s => s?.Committed.Value ?? 0);

    /// <summary>When the last frame of a peer came, on the node's clock; null for never.</summary>
    public ulong? HeardMs(int peer) => Interlocked.Read(ref _heardMs[peer]) is var at and > 0 ? (ulong)at : null;

    /// <summary>When a member's signed message came last in this epoch, on the node's clock: one that must not vote sends none.</summary>
    public ulong? SpokeMs(ValidatorIndex member) => Interlocked.Read(ref _spokeMs[member.Value]) is var at and > 0 ? (ulong)at : null;

    public long Refused(OpenFault fault) => Interlocked.Read(ref _refused[(int)fault]);

    public void Connect(EngineLoop loop) => _loop = loop;

    /// <summary>The peers or their places are others: the engine hears of each that is connected again, by its new index.</summary>
    public void Take(PeerMap map, bool isEpoch)
    {
        for (int peer = 0; peer < PeerTransportOptions.MaximumPeers; peer++)
        {
            _statuses[peer] = map.Find(peer) is null ? null : _statuses[peer];
            if (Volatile.Read(ref _connected[peer]) && map.Find(peer) is not null)
            {
                _ = Announce(peer);
            }
        }

        if (isEpoch)
        {
            Array.Clear(_spokeMs);
        }
    }

    public async ValueTask OnFrame(int fromPeer, Lane lane, ReadOnlyMemory<byte> frame, CancellationToken cancellation)
    {
        Interlocked.Exchange(ref _heardMs[fromPeer], (long)clock.NowMs);
        TimeSpan wait = PaceOf(fromPeer, (MessageKind)frame.Span[0]);
        if (wait > TimeSpan.Zero)
        {
            await Task.Delay(wait, cancellation);
        }

        PeerMap map = roll.Map;
        Envelope envelope = new(map.IndexOf(fromPeer), frame);
        Message? message = null;
        OpenFault fault = map.Find(fromPeer) is null ? OpenFault.WrongSender : map.Opener.TryOpen(envelope, out message);
        if (message is null)
        {
            NoteRefused(fromPeer, fault);
            return;
        }

        Note(fromPeer, message);
        await _loop!.PostAsync(InputOf(message, envelope.Epoch), fromPeer, frame.Length, cancellation);
    }

    public void OnConnected(int peer)
    {
        log.Info("peer.connected", ("peer", NameOf(peer)));
        Volatile.Write(ref _connected[peer], true);
        _ = Announce(peer);
    }

    public void OnDisconnected(int peer)
    {
        Volatile.Write(ref _connected[peer], false);
        log.Info("peer.lost", ("peer", NameOf(peer)));
    }

    public void OnRefused(PeerRefusal refusal, int? peer, EndPoint? remote)
        => log.Warn("peer.connection_refused", ("peer", peer is { } index ? NameOf(index) : null), ("refusal", refusal));

    private string NameOf(int peer) => roll.Map.NameOf(peer);

    private async Task Announce(int peer)
        => await _loop!.PostAsync(new EngineInput.PeerConnected(roll.Map.IndexOf(peer)), peer, bytes: 0, CancellationToken.None);

    /// <summary>Around a change of epoch frames of the other one are what honest peers send.</summary>
    private void NoteRefused(int peer, OpenFault fault)
    {
        Interlocked.Increment(ref _refused[(int)fault]);
        if (fault != OpenFault.ForeignEpoch)
        {
            log.Warn("peer.frame_refused", ("peer", NameOf(peer)), ("fault", fault));
        }
    }

    private void Note(int peer, Message message)
    {
        if (message is Status status)
        {
            _statuses[peer] = status;
        }
        else if (message is Vote or PrePrepare or Suspect or ViewChange or NewView)
        {
            Interlocked.Exchange(ref _spokeMs[message.Sender.Value], (long)clock.NowMs);
        }
    }

    /// <summary>A short question has a long answer: a peer may ask so often, and who asks more often waits.</summary>
    private TimeSpan PaceOf(int peer, MessageKind kind) => kind switch
    {
        MessageKind.Status => _statusPaces[peer].Take(1),
        MessageKind.FetchBlocks or MessageKind.FetchBatches or MessageKind.FetchSnapshot or MessageKind.FetchPiece
            or MessageKind.FetchCosigned => _fetchPaces[peer].Take(1),
        MessageKind.Cosigned => _cosignedPaces[peer].Take(1),
        _ => TimeSpan.Zero,
    };

    private static Pace[] PacesOf(int perSecond)
        => [.. Enumerable.Range(0, PeerTransportOptions.MaximumPeers).Select(_ => new Pace(perSecond))];

    private EngineInput InputOf(Message message, Epoch epoch)
        => message is BatchMessage batch
            ? new EngineInput.BatchArrived(batch.Sender, Check(batch.Batch))
            : new EngineInput.Consensus(message, epoch);

    private CheckedBatch Check(Batch batch)
        => new(batch, [.. batch.Transactions.Select(t => issuers.Check(t, suites))]);
}
