namespace Ledger.Node.Networking;

/// <summary>One lane to and from one peer: counts since the transport started, and what waits now.</summary>
/// <param name="SendingOpen">The peer has accepted our connection.</param>
/// <param name="ReceivingOpen">We have accepted the peer's connection.</param>
/// <param name="Opened">How many times our connection was accepted.</param>
/// <param name="Dropped">Frames that a full queue dropped (votes) or refused (bulk).</param>
/// <param name="HeldBack">Frames after which the peer had to wait, because it outran the lane's rates.</param>
public sealed record LaneSnapshot(
    bool SendingOpen,
    bool ReceivingOpen,
    long Opened,
    long FramesOut,
    long BytesOut,
    long FramesIn,
    long BytesIn,
    long Dropped,
    int QueuedMessages,
    long QueuedBytes,
    long HeldBack);
