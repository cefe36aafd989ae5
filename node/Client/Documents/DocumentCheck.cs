namespace Ledger.Client;

/// <summary>The checks of a document behind those of its receipt, in the order they are made.</summary>
public enum DocumentCheck
{
    /// <summary>The file under its salt gives the leaf's commitment.</summary>
    Document,

    /// <summary>The issuer of the index has the name that the envelope gives.</summary>
    IssuerName,

    /// <summary>If there is a status proof, it is proven, of this issuer and commitment, and not of the future.</summary>
    Status,

    /// <summary>The issuer has not revoked or superseded it.</summary>
    NotRevoked,

    /// <summary>It is inside its validity at the time asked for.</summary>
    Validity,

    /// <summary>The status is proven, and recently enough.</summary>
    Freshness,

    /// <summary>The issuer has not suspended it.</summary>
    NotSuspended,
}

/// <summary>What a check came to.</summary>
public enum CheckResult
{
    Passed,

    Failed,

    /// <summary>Not asked for: whoever verifies waived it.</summary>
    Waived,
}

/// <summary>One check of a document.</summary>
/// <param name="Detail">What was found, in stable words and numbers; empty when there is nothing to add.</param>
public sealed record DocumentStep(DocumentCheck Check, CheckResult Result, string Detail = "");
