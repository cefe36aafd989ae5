using Ledger.Protocol.Numbers;
using Ledger.Protocol.Snapshots;

namespace Ledger.Engine.Snapshots;

/// <summary>How far a node is that takes over a snapshot; for status.</summary>
/// <param name="Target">The snapshot's height; 0 while none is agreed on.</param>
/// <param name="Blocks">Blocks here.</param>
/// <param name="Leaves">Leaves here.</param>
/// <param name="LeavesOf">Leaves of the snapshot.</param>
/// <param name="Bytes">Bytes of pieces taken since the start.</param>
/// <param name="Refused">Outlines and pieces that were not believed.</param>
/// <param name="LastFault">Why the last of those was not.</param>
public sealed record SnapshotProgress(
    Height Target, ulong Blocks, ulong Leaves, ulong LeavesOf, int MapParts, long Bytes, long Refused, SnapshotFault LastFault);
