namespace Ledger.Node.Networking;

/// <summary>The frames that wait for one lane of one peer, bounded in number and in bytes.</summary>
/// <remarks>Any thread may enqueue and never waits; one sender at a time takes turns of frames.</remarks>
internal sealed class FrameQueue(LaneLimits limits, bool dropsOldest)
{
    private readonly Lock _gate = new();
    private readonly Queue<ReadOnlyMemory<byte>> _frames = new();
    private readonly SemaphoreSlim _wake = new(0, 1);
    private bool _wakeIsDue;
    private bool _completed;
    private long _bytes;
    private long _dropped;

    /// <summary>False: the queue is full (counted as a drop) or completed, and the frame is not in it.</summary>
    public bool Enqueue(ReadOnlyMemory<byte> frame)
    {
        bool wake;
        lock (_gate)
        {
            if (_completed || !MakeRoom(frame.Length))
            {
                return false;
            }

            _frames.Enqueue(frame);
            _bytes += frame.Length;
            wake = ClaimWake();
        }

        Wake(wake);
        return true;
    }

    /// <summary>
    /// Moves frames to <paramref name="turn"/> while they and their headers fit; a longer one goes alone.
    /// </summary>
    public void Take(List<ReadOnlyMemory<byte>> turn, int maxBytes)
    {
        lock (_gate)
        {
            int taken = 0;
            while (_frames.TryPeek(out ReadOnlyMemory<byte> frame))
            {
                taken += FrameReader.HeaderSize + frame.Length;
                if (turn.Count > 0 && taken > maxBytes)
                {
                    return;
                }

                turn.Add(_frames.Dequeue());
                _bytes -= frame.Length;
            }
        }
    }

    /// <summary>Waits until a frame may be there; false after <paramref name="timeout"/> without one.</summary>
    public async Task<bool> WaitAsync(TimeSpan timeout, CancellationToken cancellation)
    {
        if (!await _wake.WaitAsync(timeout, cancellation))
        {
            return false;
        }

        lock (_gate)
        {
            _wakeIsDue = false;
        }

        return true;
    }

    /// <summary>Nothing more is let in; the sender ends when it has taken what is left.</summary>
    public void Complete()
    {
        bool wake;
        lock (_gate)
        {
            _completed = true;
            wake = ClaimWake();
        }

        Wake(wake);
    }

    public bool IsDrained
    {
        get
        {
            lock (_gate)
            {
                return _completed && _frames.Count == 0;
            }
        }
    }

    public (int Messages, long Bytes, long Dropped) Depth()
    {
        lock (_gate)
        {
            return (_frames.Count, _bytes, _dropped);
        }
    }

    private bool MakeRoom(int length)
    {
        while (_frames.Count >= limits.QueueMessages || _bytes + length > limits.QueueBytes)
        {
            _dropped++;
            if (!dropsOldest)
            {
                return false;
            }

            _bytes -= _frames.Dequeue().Length;
        }

        return true;
    }

    // At most one release is outstanding, so the semaphore's bound of one holds.
    private bool ClaimWake()
    {
        bool claimed = !_wakeIsDue;
        _wakeIsDue = true;
        return claimed;
    }

    private void Wake(bool claimed)
    {
        if (claimed)
        {
            _wake.Release();
        }
    }
}
