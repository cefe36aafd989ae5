namespace Ledger.Storage;

/// <summary>Why the environment refused a read or a write, as far as the operator can do something about it.</summary>
public enum DiskTrouble
{
    /// <summary>Something else: the message has the system's words.</summary>
    DeviceError = 1,

    /// <summary>ENOSPC or EDQUOT: no space is left.</summary>
    DiskFull,

    /// <summary>EROFS: the file system is mounted read-only.</summary>
    ReadOnly,

    /// <summary>EACCES or EPERM: this user may not.</summary>
    AccessDenied,

    /// <summary>EMFILE or ENFILE: no file descriptor is left.</summary>
    DescriptorsExhausted,
}
