using System.Runtime.InteropServices;

namespace Ledger.Storage.Devices;

/// <summary>The two calls of the C library that .NET does not offer: data-only flush, and flush of a folder.</summary>
internal static partial class FileNative
{
    private const int OpenReadOnly = 0x80000; // O_RDONLY | O_CLOEXEC on Linux

    /// <summary>Flushes a file's data and the metadata needed to read it back; false when the kernel refuses.</summary>
    public static bool FlushData(SafeHandle handle) =>
        OperatingSystem.IsLinux() ? DataSync(handle) == 0 : FullSync(handle) == 0;

    /// <summary>Flushes a folder's entries; false when the kernel refuses.</summary>
    public static bool FlushFolder(string path)
    {
        int descriptor = OpenFolder(path, OperatingSystem.IsLinux() ? OpenReadOnly : 0);
        if (descriptor < 0)
        {
            return false;
        }

        bool flushed = FullSync(descriptor) == 0;
        return Close(descriptor) == 0 && flushed;
    }

    /// <summary>What to throw after one of these calls failed, with the system's own reason.</summary>
    public static StorageFailure Failure(string file, string operation)
    {
        int error = Marshal.GetLastPInvokeError();
        return new StorageFailure(file, operation, DiskTroubles.Of(error), Marshal.GetPInvokeErrorMessage(error));
    }

    [LibraryImport("libc", EntryPoint = "fdatasync", SetLastError = true)]
    private static partial int DataSync(SafeHandle handle);

    [LibraryImport("libc", EntryPoint = "fsync", SetLastError = true)]
    private static partial int FullSync(SafeHandle handle);

    [LibraryImport("libc", EntryPoint = "fsync", SetLastError = true)]
    private static partial int FullSync(int descriptor);

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int OpenFolder(string path, int flags);

    [LibraryImport("libc", EntryPoint = "close", SetLastError = true)]
    private static partial int Close(int descriptor);
}
