namespace Ledger.Node.Networking;

/// <summary>What crossed one lane of one peer, over all its connections.</summary>
internal sealed class LaneCounters
{
    private long _opened;
    private long _framesOut;
    private long _bytesOut;
    private long _framesIn;
    private long _bytesIn;
    private long _heldBack;

    public void Open() => Interlocked.Increment(ref _opened);

    public void Sent(int frames, long bytes)
    {
        Interlocked.Add(ref _framesOut, frames);
        Interlocked.Add(ref _bytesOut, bytes);
    }

    public void Received(int bytes)
    {
        Interlocked.Increment(ref _framesIn);
        Interlocked.Add(ref _bytesIn, bytes);
    }

    public void HeldBack() => Interlocked.Increment(ref _heldBack);

    public LaneSnapshot Snapshot(bool sendingOpen, bool receivingOpen, FrameQueue queue)
    {
        (int messages, long bytes, long dropped) = queue.Depth();
        return new LaneSnapshot(
            sendingOpen,
            receivingOpen,
            Interlocked.Read(ref _opened),
            Interlocked.Read(ref _framesOut),
            Interlocked.Read(ref _bytesOut),
            Interlocked.Read(ref _framesIn),
            Interlocked.Read(ref _bytesIn),
            dropped,
            messages,
            bytes,
            Interlocked.Read(ref _heldBack));
    }
}
