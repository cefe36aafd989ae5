namespace Ledger.Testnet.Ordeal;

/// <summary>What it took to bring one node to the head.</summary>
/// <param name="How">Whether it was disturbed, and which way it came.</param>
/// <param name="Snapshot">The height of the last snapshot it took over; 0 for none.</param>
/// <param name="Seconds">From the first start of its process until it was at the head, what was done to it included.</param>
/// <param name="ReceivedBytes">Bytes that the other nodes sent it until then, by their own count.</param>
/// <param name="PieceBytes">Of them, pieces of snapshots.</param>
/// <param name="AgainBytes">Of those, more than one such node needs that is left alone.</param>
/// <param name="CpuSeconds">Its own, over all its lives.</param>
/// <param name="ServersCpuSeconds">Of the others together, more than they used in as much time before.</param>
/// <param name="PauseMs">The longest time between two commits meanwhile.</param>
/// <param name="DiskMib">Of its data directory.</param>
public sealed record SyncedNode(
    string Node,
    string How,
    ulong Snapshot,
    double Seconds,
    long ReceivedBytes,
    long PieceBytes,
    long AgainBytes,
    double CpuSeconds,
    double ServersCpuSeconds,
    double PeakMib,
    double DiskMib,
    double PauseMs,
    IReadOnlyList<Interruption> Lives);
