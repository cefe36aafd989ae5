namespace Ledger.Client.StatusLists;

/// <summary>What a set bit says of a document.</summary>
public enum StatusPurpose
{
    /// <summary>It is revoked for good.</summary>
    Revocation,

    /// <summary>It is suspended, and may be reinstated.</summary>
    Suspension,
}
