namespace Ledger.Node.Networking;

/// <summary>What the transport keeps of one peer: its queues, its counters, and which connections are open.</summary>
internal sealed class Peer(PeerAddress address, PeerTransportOptions options, IFrameSink sink)
{
    private readonly Lock _gate = new();
    private readonly bool[] _sending = new bool[2];
    private readonly InboundConnection?[] _receiving = new InboundConnection?[2];
    private readonly FrameQueue[] _queues =
    [
        new(options.Votes, dropsOldest: true),
        new(options.Bulk, dropsOldest: false),
    ];

    private readonly LaneCounters[] _counters = [new(), new()];
    private readonly Pace[] _frames = [new(options.Votes.FramesPerSecond), new(options.Bulk.FramesPerSecond)];
    private readonly Pace[] _bytes = [new(options.Votes.BytesPerSecond), new(options.Bulk.BytesPerSecond)];
    private long _failedDials;
    private uint _protocol;

    private volatile PeerAddress _address = address;
    private bool _left;

    /// <summary>Its number, host and port never change; its pins may be joined by others.</summary>
    public PeerAddress Address => _address;

    public int Number => _address.Number;

    public PeerRefusal LastRefusal { get; set; }

    public PeerRefusal LastRefusalByPeer { get; set; }

    /// <summary>Takes over what an update says of it; false for another place, or without a key that it had: that is a new peer.</summary>
    public bool TryKeep(PeerAddress update)
    {
        PeerAddress now = _address;
        bool same = (update.Number, update.Host, update.Port) == (now.Number, now.Host, now.Port) && !now.Pins.Except(update.Pins).Any();
        _address = same ? update : now;
        return same;
    }

    public FrameQueue Queue(Lane lane) => _queues[(int)lane];

    public LaneCounters Counters(Lane lane) => _counters[(int)lane];

    /// <summary>Counts a received frame against the lane's rates, over all connections of the peer.</summary>
    /// <returns>How long the connection has to wait before it goes on.</returns>
    public TimeSpan PaceOf(Lane lane, int length)
    {
        TimeSpan frames = _frames[(int)lane].Take(1);
        TimeSpan bytes = _bytes[(int)lane].Take(length);
        return frames > bytes ? frames : bytes;
    }

    public void DialFailed() => Interlocked.Increment(ref _failedDials);

    /// <summary>Told under the lock, so that the sink sees connected and disconnected in turns.</summary>
    public void SendingOpened(Lane lane)
    {
        Counters(lane).Open();
        lock (_gate)
        {
            _sending[(int)lane] = true;
            if (IsConnected)
            {
                sink.OnConnected(Number);
            }
        }
    }

    public void SendingClosed(Lane lane)
    {
        lock (_gate)
        {
            bool wasConnected = IsConnected;
            _sending[(int)lane] = false;
            if (wasConnected)
            {
                sink.OnDisconnected(Number);
            }
        }
    }

    /// <summary>One receiving connection for each lane: a newer one, of a restarted peer, closes the older.</summary>
    /// <param name="protocol">The highest protocol version of the peer's program, as it says itself.</param>
    public void ReceivingOpened(Lane lane, InboundConnection connection, uint protocol)
    {
        InboundConnection? older;
        lock (_gate)
        {
            older = _left ? connection : _receiving[(int)lane];
            _receiving[(int)lane] = connection;
            _protocol = protocol;
        }

        older?.Close();
    }

    public void ReceivingClosed(Lane lane, InboundConnection connection)
    {
        lock (_gate)
        {
            if (_receiving[(int)lane] == connection)
            {
                _receiving[(int)lane] = null;
            }
        }
    }

    /// <summary>It is no peer any more: takes no frames, and what it has open here closes.</summary>
    public void Leave()
    {
        InboundConnection?[] open;
        lock (_gate)
        {
            _left = true;
            open = [.. _receiving];
        }

        Array.ForEach(_queues, queue => queue.Complete());
        Array.ForEach(open, connection => connection?.Close());
    }

    public PeerSnapshot Snapshot()
    {
        lock (_gate)
        {
            return new PeerSnapshot(
                Number,
                IsConnected,
                Interlocked.Read(ref _failedDials),
                LastRefusal,
                LastRefusalByPeer,
                Snapshot(Lane.Votes),
                Snapshot(Lane.Bulk),
                _protocol);
        }
    }

    private bool IsConnected => _sending[(int)Lane.Votes] && _sending[(int)Lane.Bulk];

    private LaneSnapshot Snapshot(Lane lane) =>
        Counters(lane).Snapshot(_sending[(int)lane], _receiving[(int)lane] is not null, Queue(lane));
}
