namespace Ledger.Client.Audits;

/// <summary>Why a header and the leaves of a copy of the log do not agree.</summary>
public enum AuditFault
{
    None = 0,

    /// <summary>The leaves do not give the header's SHA-256 root.</summary>
    LogRoot,

    /// <summary>The leaves do not give the header's SM3 root.</summary>
    TwinRoot,

    /// <summary>The copy has fewer leaves than the header.</summary>
    LeavesMissing,

    /// <summary>The headers end, or none were had, before the last height that was asked for.</summary>
    HeadersMissing,
}
