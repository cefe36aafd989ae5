namespace Ledger.Node.Commands;

/// <summary>What the process ends with. The numbers are frozen: scripts branch on them.</summary>
public enum ExitCode
{
    Ok = 0,

    /// <summary>A defect of this program.</summary>
    Internal = 1,

    /// <summary>The command line is wrong.</summary>
    Usage = 2,

    /// <summary>A file cannot be read or written, is malformed, or stands where a new one should.</summary>
    File = 3,

    /// <summary>The node answered with a refusal, named by its stable code.</summary>
    Refused = 4,

    /// <summary>No node could be reached, or none answered in time.</summary>
    Unreachable = 5,

    /// <summary>Stored bytes are damaged, foreign or of another version: a <c>StorageFault</c>, with file, offset and remedy.</summary>
    Storage = 6,

    /// <summary>The system refused a write or a read: a <c>DiskTrouble</c>, with file and remedy.</summary>
    Disk = 7,

    /// <summary>The node does not start as it is configured: a <c>StartRefusal</c>, with field and remedy.</summary>
    Start = 8,

    /// <summary>The chain's epoch is of a protocol version that this program does not have: a newer program goes on from there.</summary>
    Protocol = 9,

    /// <summary>The document, envelope, receipt or evidence is not what it claims to be.</summary>
    Invalid = 10,

    /// <summary>The node does not know it.</summary>
    NotFound = 11,

    /// <summary>Not final yet: ask again, or submit the same again.</summary>
    Pending = 12,

    /// <summary>Proven, but expired or not valid yet.</summary>
    OutsideValidity = 13,

    /// <summary>Proven, but its issuer has revoked, superseded or suspended it.</summary>
    Revoked = 14,

    /// <summary>Proven, but without a status proof that is fresh enough: refresh the envelope.</summary>
    Stale = 15,

    /// <summary>Interrupted from outside (128 + SIGINT).</summary>
    Interrupted = 130,
}
