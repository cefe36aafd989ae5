namespace Ledger.Protocol.Snapshots;

/// <summary>Why an outline of a snapshot, or a piece of one, is not believed.</summary>
public enum SnapshotFault
{
    None = 0,

    /// <summary>The header is of another chain.</summary>
    WrongChain,

    /// <summary>A change of epoch on the way to the header's is not believed.</summary>
    HistoryBroken,

    /// <summary>The header is of an epoch that the changes do not lead to.</summary>
    NotOfHistory,

    /// <summary>The certificate is no commit of the header.</summary>
    CertificateNotOfHeader,

    /// <summary>The signers are no jurisdiction quorum of the header's epoch.</summary>
    QuorumMissing,

    /// <summary>A signature is not its validator's over this header.</summary>
    BadSignature,

    /// <summary>The roots of the leaf pieces do not give the header's log roots.</summary>
    WrongLeafRoots,

    /// <summary>The roots of the map's parts do not give the header's state root.</summary>
    WrongMapRoots,

    /// <summary>A piece's bytes are not what their kind has.</summary>
    Malformed,

    /// <summary>A piece is not of the root that the outline has for it.</summary>
    WrongRoot,

    /// <summary>Blocks are not those asked for, not whole, not each other's parents, or no certificate covers them.</summary>
    BrokenRun,

    /// <summary>A piece that nobody asked this peer for.</summary>
    NotAsked,
}
