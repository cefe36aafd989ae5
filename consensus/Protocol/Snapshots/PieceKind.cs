namespace Ledger.Protocol.Snapshots;

/// <summary>What a snapshot is fetched in. The numbers are frozen.</summary>
public enum PieceKind : byte
{
    None = 0,

    /// <summary>Blocks without their bodies: a run of heights that ends at a certificate.</summary>
    Blocks = 1,

    /// <summary>Leaf records of one subtree of <see cref="SnapshotOutline.PieceLeaves"/> leaves.</summary>
    Leaves = 2,

    /// <summary>The entries of one part of the state map.</summary>
    Entries = 3,
}
