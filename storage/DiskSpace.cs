namespace Ledger.Storage;

/// <summary>Asks for room before something is written that must not end half-way.</summary>
public static class DiskSpace
{
    /// <exception cref="StorageFailure"><see cref="DiskTrouble.DiskFull"/>: fewer bytes are free on the folder's volume.</exception>
    public static void Require(string folder, long bytes)
    {
        long free = new DriveInfo(folder).AvailableFreeSpace;
        if (free < bytes)
        {
            throw new StorageFailure(
                folder, "checkpoint", DiskTrouble.DiskFull, $"{bytes} bytes are needed and {free} are free");
        }
    }
}
