namespace Ledger.Client.StatusLists;

/// <summary>Why something is no status list of this profile.</summary>
public enum StatusListFault
{
    None = 0,

    TooLong,

    /// <summary>Not JSON in UTF-8, a key twice, or a number too large.</summary>
    NotJson,

    /// <summary>A field that is missing, of another type, or none of this profile.</summary>
    WrongShape,

    /// <summary>Neither revocation nor suspension.</summary>
    UnknownPurpose,

    /// <summary>The encoded list is not multibase base64url in its one form.</summary>
    BadEncoding,

    /// <summary>What is encoded is not one gzip member, or is damaged.</summary>
    BadCompression,

    /// <summary>Not 131,072 bits.</summary>
    WrongLength,
}
