using Ledger.Cryptography.Hashing;
using Ledger.Cryptography.Signatures;
using Ledger.Engine;
using Ledger.Engine.Execution.Governance;
using Ledger.Node.Configuration;
using Ledger.Node.Networking;
using Ledger.Protocol.Governance;
using Ledger.Protocol.Messages;
using Ledger.Protocol.Validators;

namespace Ledger.Node.Running;

/// <summary>Who the peers are, now that the chain stands where it does; looked at again at each block and each epoch.</summary>
/// <remarks>Changes on the engine's thread; <see cref="Map"/> may be read by any.</remarks>
public sealed class PeerRoll(
    NodeConfiguration configuration, NodeIdentity identity, IEnumerable<Digest> own, SignatureSuites suites) : ICommitListener
{
    private readonly HashSet<Digest> _own = [.. own];
    private volatile PeerMap? _map;
    private LedgerEngine? _engine;
    private GovernanceState? _seen;
    private EpochConfiguration? _before;
    private int _lastNumber = -1;

    /// <summary>Known from <see cref="Begin"/> on.</summary>
    public PeerMap Map => _map ?? throw new InvalidOperationException("The engine has not started.");

    /// <summary>Told of each new map after the first, on the engine's thread; must return at once.</summary>
    public Action<PeerMap>? Changed { get; set; }

    /// <summary>As the transport wants them.</summary>
    public static PeerAddress[] AddressesOf(PeerMap map) =>
    [
        .. map.Peers.Select(p => new PeerAddress(p.Number, p.Address.Host, p.Address.Port, p.Pins[0]) { OtherPins = [.. p.Pins.Skip(1)] }),
    ];

    /// <summary>The engine is there and does not run yet.</summary>
    public void Begin(LedgerEngine engine)
    {
        _engine = engine;
        Look(engine);
    }

    public void OnCommitted(CommittedEvent committed) => Look(_engine);

    public void OnEpoch(EpochConfiguration epoch) => Look(_engine);

    /// <summary>Between the last block of an epoch and the next epoch's begin there is nothing to be said yet.</summary>
    private void Look(LedgerEngine? engine)
    {
        if (engine?.State.Governance.Enter(engine.State.Block.Height.Next) is { } now
            && !ReferenceEquals(now, _seen) && now.Epoch.Number == engine.Epoch.Number)
        {
            _seen = now;
            Take(now);
        }
    }

    private void Take(GovernanceState now)
    {
        PeerMap? last = _map;
        bool isSame = last?.Epoch.Number == now.Epoch.Number;
        _before = isSame ? _before : last?.Epoch;
        KnownPeer[] peers = Numbered(Neighbourhood.Of(configuration, _own, now.Epoch, Coming(now), _before));
        _map = new PeerMap(now.Epoch, isSame ? last!.Opener : new MessageOpener(now.Epoch, suites), peers);
        if (last is not null && (!isSame || !AreSame(last.Peers, peers)))
        {
            Changed?.Invoke(_map);
        }
    }

    /// <summary>As far as the chain here decides it, and then as the file of set changes has it.</summary>
    private Validator[] Coming(GovernanceState now)
    {
        IReadOnlyList<Validator> decided = now.Next is { } next ? next.Validators.Validators
            : now.Awaiting is { } change ? After(now.Epoch, change)
            : [];
        EpochConfiguration newest = identity.NewestFrom(now.Epoch);
        return newest == now.Epoch ? [.. decided] : [.. decided, .. newest.Validators.Validators];
    }

    private IReadOnlyList<Validator> After(EpochConfiguration epoch, GovernanceChange change)
        => GovernanceRules.TryApply(epoch, change, suites, out ConfigurationDraft? draft) == GovernanceFault.None ? draft!.Validators : [];

    /// <summary>Who has a key that a peer had is that peer and keeps its number; a number that was given back is given last.</summary>
    private KnownPeer[] Numbered(IReadOnlyList<KnownPeer> peers)
    {
        IReadOnlyList<KnownPeer> known = _map?.Peers ?? [];
        HashSet<int> taken = [];
        KnownPeer[] kept =
        [
            .. peers.Select(p => p with { Number = known.FirstOrDefault(k => k.Pins.Intersect(p.Pins).Any())?.Number ?? -1 })
                .Select(p => taken.Add(p.Number) ? p : p with { Number = -1 }),
        ];
        return [.. kept.Select(p => p.Number >= 0 ? p : p with { Number = NextFree(taken) })];
    }

    private int NextFree(HashSet<int> taken)
    {
        do
        {
            _lastNumber = (_lastNumber + 1) % PeerTransportOptions.MaximumPeers;
        }
        while (!taken.Add(_lastNumber));
        return _lastNumber;
    }

    private static bool AreSame(IReadOnlyList<KnownPeer> left, IReadOnlyList<KnownPeer> right)
        => left.Count == right.Count && left.Zip(right).All(p => AreSame(p.First, p.Second));

    private static bool AreSame(KnownPeer left, KnownPeer right)
        => left with { Pins = right.Pins } == right && left.Pins.SequenceEqual(right.Pins);
}
