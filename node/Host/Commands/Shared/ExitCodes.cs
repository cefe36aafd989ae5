namespace Ledger.Node.Commands;

/// <summary>The exit codes as --help and error lines name them.</summary>
public static class ExitCodes
{
    private static readonly Dictionary<ExitCode, (string Name, string Meaning)> Table = new()
    {
        [ExitCode.Ok] = ("OK", "done; for verify: VALID; for evidence verify: PROVEN; for replay: SAME"),
        [ExitCode.Internal] = ("INTERNAL", "a defect of this program"),
        [ExitCode.Usage] = ("USAGE", "the command line is wrong"),
        [ExitCode.File] = ("FILE", "a file cannot be read or written, is malformed, missing, or exists already"),
        [ExitCode.Refused] = ("REFUSED", "the node refused; stderr has its stable code"),
        [ExitCode.Unreachable] = ("UNREACHABLE", "no node could be reached or answered in time"),
        [ExitCode.Storage] = ("STORAGE", "stored bytes are damaged or foreign; stderr has file, offset and remedy"),
        [ExitCode.Disk] = ("DISK", "the system refused a write or read: disk full, read-only, denied, no descriptors"),
        [ExitCode.Start] = ("START", "the node does not start as configured: port, key, genesis, limit, directory in use"),
        [ExitCode.Protocol] = ("PROTOCOL", "the chain's protocol version is one that this program does not have: start a newer one"),
        [ExitCode.Invalid] = ("INVALID",
            "TAMPERED, WRONG_CHAIN, UNKNOWN_EPOCH, DIFFERENT, FORK, ROLLBACK, "
            + "or an INVALID_ receipt, status, envelope, evidence, header, tape or change"),
        [ExitCode.NotFound] = ("NOT_FOUND", "the node does not know it"),
        [ExitCode.Pending] = ("PENDING", "not final yet: ask again"),
        [ExitCode.OutsideValidity] = ("OUTSIDE_VALIDITY", "EXPIRED or NOT_YET_VALID"),
        [ExitCode.Revoked] = ("REVOKED", "REVOKED, SUPERSEDED or SUSPENDED by its issuer"),
        [ExitCode.Stale] = ("STALE", "STALE_STATUS: no status proof, or an old one; ledger refresh brings a fresh one"),
        [ExitCode.Interrupted] = ("INTERRUPTED", "stopped by a signal"),
    };

    public static string Name(this ExitCode code) => Table[code].Name;

    /// <summary>All exit codes as --help shows them, one a line.</summary>
    public static IEnumerable<string> Lines
        => Table.Select(row => $"  {(int)row.Key,3}  {row.Value.Name}: {row.Value.Meaning}").Prepend("Exit codes:");
}
