using Ledger.Engine;
using Ledger.Node.Networking;
using Ledger.Protocol.Messages;
using Ledger.Protocol.Validators;

namespace Ledger.Node.Running;

/// <summary>Gathers what a diagnosis looks at from the parts of a running node.</summary>
public sealed class StallFactsReader(
    NodeIdentity node, NodeClock clock, CommitClock commits, InboundEdge inbound, PeerTransport transport)
{
    private readonly ulong _startedMs = clock.NowMs;

    public StallFacts Read(LedgerEngine engine)
    {
        ulong now = clock.NowMs;
        (int transactions, int batches, _) = engine.Waiting;
        return new StallFacts(
            node.Genesis.Validators,
            node.Genesis.Parameters,
            node.Validator.Region.Code,
            [.. transport.Snapshot().Select(peer => FactOf(peer, now))],
            now,
            _startedMs,
            commits.LastMs,
            engine.State.Block.Height.Value,
            transactions + batches > 0,
            engine.Replica.Decided is not null,
            engine.Replica.Participating,
            engine.LatestTimeMs,
            commits.OffsetMs);
    }

    private PeerFact FactOf(PeerSnapshot peer, ulong now)
    {
        Validator validator = node.Genesis.Validators.Validators[peer.Index];
        Status? last = inbound.StatusOf(peer.Index);
        ulong? heardMs = inbound.HeardMs(peer.Index);
        return new PeerFact(
            validator.Name,
            validator.Region.Code,
            peer.Connected,
            now > heardMs ? now - heardMs : heardMs is null ? null : 0,
            last?.Committed.Value ?? 0,
            last?.View.Value ?? 0);
    }
}
