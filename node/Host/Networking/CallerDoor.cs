using System.Net;

namespace Ledger.Node.Networking;

/// <summary>The callers between accept and hello: how many, how often, and who makes room when one more comes.</summary>
/// <remarks>
/// A newcomer is let in and the oldest caller leaves: of its own address when that holds its share, else of the address
/// that holds most. An address a peer has called from, or is configured with, makes room for strangers last. So neither
/// callers that never speak nor many of them keep a peer out, and what they can hold is bounded.
/// </remarks>
internal sealed class CallerDoor
{
    /// <summary>Origins share these by hash: many strangers cost no memory.</summary>
    private const int Rates = 1024;

    private readonly Lock _gate = new();
    private readonly LinkedList<Caller> _inside = [];
    private readonly Pace?[] _rates = new Pace?[Rates];
    private readonly Dictionary<int, CallerOrigin> _lastOfPeer = [];
    private PeerTransportOptions _options;
    private HashSet<CallerOrigin> _configured;

    public CallerDoor(PeerTransportOptions options)
    {
        _options = options;
        _configured = OriginsOf(options.Peers);
    }

    /// <summary>Callers inside now.</summary>
    public int Count
    {
        get
        {
            lock (_gate)
            {
                return _inside.Count;
            }
        }
    }

    /// <summary>Whether this origin may call again so soon.</summary>
    public bool MayCall(CallerOrigin origin)
    {
        lock (_gate)
        {
            ref Pace? rate = ref _rates[(uint)origin.GetHashCode() % Rates];
            rate ??= new Pace(_options.MaxCallsPerSecondPerAddress);
            return rate.TryTake(1);
        }
    }

    /// <summary>Lets a caller in.</summary>
    /// <returns>Who left to make room; its <see cref="Caller.Close"/> is the taker's to call.</returns>
    public Caller? Enter(Caller caller)
    {
        lock (_gate)
        {
            Caller? leaves = MakesRoomFor(caller.Origin);
            if (leaves is not null)
            {
                _inside.Remove(leaves);
            }

            _inside.AddLast(caller);
            return leaves;
        }
    }

    public void Leave(Caller caller)
    {
        lock (_gate)
        {
            _inside.Remove(caller);
        }
    }

    /// <summary>A peer proved itself from this origin; its last one is remembered.</summary>
    public void Recognise(int peer, CallerOrigin origin)
    {
        lock (_gate)
        {
            _lastOfPeer[peer] = origin;
        }
    }

    /// <summary>From now on these are the peers: bounds that go by their number are counted anew.</summary>
    public void Know(IReadOnlyList<PeerAddress> peers)
    {
        lock (_gate)
        {
            _options = _options with { Peers = peers };
            _configured = OriginsOf(peers);
            Array.Clear(_rates);
            int[] gone = [.. _lastOfPeer.Keys.Except(peers.Select(p => p.Number))];
            Array.ForEach(gone, peer => _lastOfPeer.Remove(peer));
        }
    }

    private static HashSet<CallerOrigin> OriginsOf(IReadOnlyList<PeerAddress> peers) =>
    [
        .. from peer in peers
           where IPAddress.TryParse(peer.Host, out _)
           select CallerOrigin.Of(IPAddress.Parse(peer.Host)),
    ];

    private Caller? MakesRoomFor(CallerOrigin newcomer)
    {
        int own = _inside.Count(caller => caller.Origin == newcomer);
        if (own >= _options.MaxUnauthenticatedConnectionsPerAddress)
        {
            return _inside.First(caller => caller.Origin == newcomer);
        }

        if (_inside.Count < _options.MaxUnauthenticatedConnections)
        {
            return null;
        }

        CallerOrigin most = _inside
            .CountBy(caller => caller.Origin)
            .OrderBy(held => IsOfPeer(held.Key))
            .ThenByDescending(held => held.Value)
            .First().Key;
        return _inside.First(caller => caller.Origin == most);
    }

    private bool IsOfPeer(CallerOrigin origin)
        => _configured.Contains(origin) || _lastOfPeer.ContainsValue(origin);

    /// <summary>One caller inside.</summary>
    internal sealed class Caller(EndPoint? remote, Action close)
    {
        public EndPoint? Remote => remote;

        public CallerOrigin Origin { get; } = CallerOrigin.Of(remote);

        public void Close() => close();
    }
}
