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
    MessageOpener opener, IssuerRegistry issuers, SignatureSuites suites, ValidatorSet set, NodeClock clock, NodeLog log) : IFrameSink
{
    private readonly long[] _refused = new long[Enum.GetValues<OpenFault>().Length];
    private readonly Status?[] _statuses = new Status?[ValidatorSet.MaximumSize];
    private readonly long[] _heardMs = new long[ValidatorSet.MaximumSize];
    private readonly Pace[] _statusPaces = PacesOf(PeerTransportOptions.MaxStatusesPerSecond);
    private readonly Pace[] _fetchPaces = PacesOf(PeerTransportOptions.MaxFetchesPerSecond);
    private EngineLoop? _loop;

    /// <summary>The last Status of each peer, for reports.</summary>
    public Status? StatusOf(int peer) => _statuses[peer];

    /// <summary>The greatest height a peer has told.</summary>
    public ulong HighestPeer => _statuses.Max(s => s?.Committed.Value ?? 0);

    /// <summary>When the last frame of a peer came, on the node's clock; null for never.</summary>
    public ulong? HeardMs(int peer) => Interlocked.Read(ref _heardMs[peer]) is var at and > 0 ? (ulong)at : null;

    public long Refused(OpenFault fault) => Interlocked.Read(ref _refused[(int)fault]);

    public void Connect(EngineLoop loop) => _loop = loop;

    public async ValueTask OnFrame(int fromPeer, Lane lane, ReadOnlyMemory<byte> frame, CancellationToken cancellation)
    {
        Interlocked.Exchange(ref _heardMs[fromPeer], (long)clock.NowMs);
        TimeSpan wait = PaceOf(fromPeer, (MessageKind)frame.Span[0]);
        if (wait > TimeSpan.Zero)
        {
            await Task.Delay(wait, cancellation);
        }

        Envelope envelope = new(new ValidatorIndex((byte)fromPeer), frame);
        OpenFault fault = opener.TryOpen(envelope, out Message? message);
        if (message is null)
        {
            Interlocked.Increment(ref _refused[(int)fault]);
            log.Warn("peer.frame_refused", ("peer", NameOf(fromPeer)), ("fault", fault));
            return;
        }

        await _loop!.PostAsync(InputOf(message, envelope.Epoch), fromPeer, frame.Length, cancellation);
    }

    public void OnConnected(int peer)
    {
        log.Info("peer.connected", ("peer", NameOf(peer)));
        _ = Announce(new ValidatorIndex((byte)peer));
    }

    public void OnDisconnected(int peer) => log.Info("peer.lost", ("peer", NameOf(peer)));

    public void OnRefused(PeerRefusal refusal, int? peer, EndPoint? remote)
        => log.Warn("peer.connection_refused", ("peer", peer is { } index ? NameOf(index) : null), ("refusal", refusal));

    private string NameOf(int peer) => set.Validators[peer].Name;

    private async Task Announce(ValidatorIndex peer)
        => await _loop!.PostAsync(new EngineInput.PeerConnected(peer), peer.Value, bytes: 0, CancellationToken.None);

    /// <summary>A short question has a long answer: a peer may ask so often, and who asks more often waits.</summary>
    private TimeSpan PaceOf(int peer, MessageKind kind) => kind switch
    {
        MessageKind.Status => _statusPaces[peer].Take(1),
        MessageKind.FetchBlocks or MessageKind.FetchBatches => _fetchPaces[peer].Take(1),
        _ => TimeSpan.Zero,
    };

    private static Pace[] PacesOf(int perSecond)
        => [.. Enumerable.Range(0, ValidatorSet.MaximumSize).Select(_ => new Pace(perSecond))];

    private EngineInput InputOf(Message message, Epoch epoch)
    {
        if (message is Status status)
        {
            _statuses[status.Sender.Value] = status;
        }

        return message is BatchMessage batch
            ? new EngineInput.BatchArrived(batch.Sender, Check(batch.Batch))
            : new EngineInput.Consensus(message, epoch);
    }

    private CheckedBatch Check(Batch batch)
        => new(batch, [.. batch.Transactions.Select(t => issuers.Check(t, suites))]);
}
