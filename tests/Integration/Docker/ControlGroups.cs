namespace Ledger.Tests.Integration.Docker;

/// <summary>The kernel's groups of processes, as folders.</summary>
internal static class ControlGroups
{
    /// <summary>Removes an empty group and those in it; its files are the kernel's and go with it.</summary>
    public static void Remove(string path)
    {
        if (Directory.Exists(path))
        {
            Array.ForEach(Directory.GetDirectories(path), Remove);
            Directory.Delete(path);
        }
    }
}
