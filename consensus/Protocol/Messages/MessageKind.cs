namespace Ledger.Protocol.Messages;

/// <summary>First byte of every frame between validators. The numbers are frozen.</summary>
public enum MessageKind : byte
{
    None = 0,
    PrePrepare = 1,
    Prepare = 2,
    Commit = 3,
    ViewChange = 4,
    NewView = 5,
    Suspect = 6,
    Status = 7,
    FetchBlocks = 8,
    ChainSegment = 9,
    FetchBatches = 10,
    Batch = 11,
    FetchSnapshot = 12,
    SnapshotOffer = 13,
    FetchPiece = 14,
    SnapshotPiece = 15,
    Cosigned = 16,
    FetchCosigned = 17,
}
