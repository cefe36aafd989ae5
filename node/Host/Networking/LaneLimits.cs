namespace Ledger.Node.Networking;

/// <summary>The bounds of one lane, for each peer apart.</summary>
public sealed record LaneLimits
{
    /// <summary>Most frames that wait to be sent.</summary>
    public required int QueueMessages { get; init; }

    /// <summary>Most bytes of frames that wait to be sent; at least <see cref="MaxFrameBytes"/>.</summary>
    public required int QueueBytes { get; init; }

    /// <summary>Longest frame sent or received, its four bytes of length not counted.</summary>
    public required int MaxFrameBytes { get; init; }

    /// <summary>Frames read of the peer in a second; a peer that sends more waits.</summary>
    public int FramesPerSecond { get; init; } = 5_000;

    /// <summary>Bytes of frames read of the peer in a second; a peer that sends more waits.</summary>
    public long BytesPerSecond { get; init; } = 128 << 20;

    internal void Validate(Lane lane)
    {
        if (QueueMessages < 1 || MaxFrameBytes < PeerHello.Size || QueueBytes < MaxFrameBytes)
        {
            throw new ArgumentException(
                $"The {lane} lane needs QueueMessages >= 1, MaxFrameBytes >= {PeerHello.Size}, "
                + "QueueBytes >= MaxFrameBytes.");
        }

        if (FramesPerSecond < 1 || BytesPerSecond < 1)
        {
            throw new ArgumentException($"The {lane} lane's rates are positive.");
        }
    }
}
