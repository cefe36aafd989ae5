namespace Ledger.Protocol.Statuses;

/// <summary>Why an issuer changes a status: a closed list, so that no text about a person can reach the chain.</summary>
/// <remarks>After the reason codes of RFC 5280 5.3.1, in the terms of documents. The numbers are frozen.</remarks>
public enum StatusReason : byte
{
    Unspecified = 0,

    /// <summary>The document should not have been issued, or not so.</summary>
    IssuedInError = 1,

    /// <summary>Its content was corrected, or brought up to date.</summary>
    Corrected = 2,

    /// <summary>What it certifies holds no longer.</summary>
    NoLongerTrue = 3,

    /// <summary>It was obtained by deceit.</summary>
    Fraud = 4,

    /// <summary>The key that it was anchored with was somebody else's, too.</summary>
    KeyCompromised = 5,

    /// <summary>Whoever it is about asked for it.</summary>
    SubjectRequest = 6,

    /// <summary>A court or an authority ordered it.</summary>
    LegalOrder = 7,

    /// <summary>Its issuer looks into it.</summary>
    UnderReview = 8,
}
