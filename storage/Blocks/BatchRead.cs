namespace Ledger.Storage.Blocks;

/// <summary>What came of looking up a batch.</summary>
public enum BatchRead
{
    Found,

    /// <summary>No such batch is held.</summary>
    Missing,

    /// <summary>Its bytes fail their checksum: it is forgotten; fetch it from a peer and append it again.</summary>
    Damaged,
}
