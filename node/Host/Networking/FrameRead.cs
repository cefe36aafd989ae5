namespace Ledger.Node.Networking;

/// <summary>What a read found: a frame, a refusal, or (neither) the end of the stream.</summary>
internal readonly record struct FrameRead(byte[]? Frame, PeerRefusal Refusal)
{
    public static FrameRead Ended => default;
}
