using Ledger.Client.V1;
using Ledger.Engine;
using Ledger.Node.Networking;
using Ledger.Protocol.Numbers;
using Ledger.Protocol.Validators;
using Status = Ledger.Protocol.Messages.Status;

namespace Ledger.Node.Running;

/// <summary>Gathers what a diagnosis looks at from the parts of a running node.</summary>
public sealed class StallFactsReader(
    NodeIdentity node, NodeClock clock, CommitClock commits, PeerRoll roll, InboundEdge inbound, PeerTransport transport)
{
    private readonly ulong _startedMs = clock.NowMs;

    public StallFacts Read(LedgerEngine engine)
    {
        ulong now = clock.NowMs;
        (int transactions, int batches, _) = engine.Waiting;
        return new StallFacts(
            engine.Epoch.Validators,
            engine.Epoch.Parameters,
            node.RegionIn(engine.Epoch),
            FactsOf(engine.Epoch, now),
            now,
            _startedMs,
            commits.LastMs,
            engine.State.Block.Height.Value,
            transactions + batches > 0,
            engine.Replica.Decided is not null,
            engine.Replica.Participating,
            engine.LatestTimeMs,
            commits.OffsetMs)
        {
            Mode = ModeOf(engine),
            JournalOutdated = engine is { IsMember: true, IsOutdated: true, Replica.Follows: true },
        };
    }

    private NodeMode ModeOf(LedgerEngine engine)
        => engine.Restoring is not null ? NodeMode.Restoring
            : !engine.Replica.Follows ? NodeMode.Voting
            : engine.MustRejoin && node.PlaceIn(engine.Epoch) is not null ? NodeMode.Rejoining
            : NodeMode.Following;

    /// <summary>Every other validator of the epoch, connected or not, then the guests.</summary>
    private PeerFact[] FactsOf(EpochConfiguration epoch, ulong now)
    {
        PeerMap map = roll.Map;
        Dictionary<int, PeerSnapshot> links = transport.Snapshot().ToDictionary(p => p.Number);
        IEnumerable<(Validator Validator, int? Peer)> members = epoch.Validators.Validators
            .Select((v, i) => (v, map.PeerAt(new ValidatorIndex((byte)i))))
            .Where(m => m.v.Name != node.Name);
        return
        [
            .. members.Select(m => m.Peer is { } peer && links.TryGetValue(peer, out PeerSnapshot? link)
                ? MemberOf(m.Validator, link, map.IndexOf(peer), now)
                : new PeerFact(m.Validator.Name, m.Validator.Region.Code, Connected: false, HeardMsAgo: null, Height: 0)),
            .. map.Peers.Where(p => map.IndexOf(p.Number).IsGuest && links.ContainsKey(p.Number))
                .Select(p => FactOf(p.Name, "", links[p.Number], now) with { IsMember = false }),
        ];
    }

    private PeerFact MemberOf(Validator validator, PeerSnapshot link, ValidatorIndex index, ulong now)
        => FactOf(validator.Name, validator.Region.Code, link, now) with { Votes = inbound.SpokeMs(index) is not null };

    private PeerFact FactOf(string name, string region, PeerSnapshot peer, ulong now)
    {
        Status? last = inbound.StatusOf(peer.Number);
        ulong? heardMs = inbound.HeardMs(peer.Number);
        return new PeerFact(
            name,
            region,
            peer.Connected,
            now > heardMs ? now - heardMs : heardMs is null ? null : 0,
            last?.Committed.Value ?? 0,
            last?.View.Value ?? 0)
        {
            Protocol = peer.Protocol,
        };
    }
}
