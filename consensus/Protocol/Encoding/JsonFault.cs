namespace Ledger.Protocol.Encoding;

/// <summary>Why a JSON document of this project is refused.</summary>
public enum JsonFault
{
    None = 0,

    /// <summary>Not JSON, or nested deeper than any document of ours.</summary>
    NotJson,

    /// <summary>Longer than its bound, as text, as a list or as a string.</summary>
    TooLong,

    /// <summary>A field this format does not define.</summary>
    UnknownField,

    /// <summary>A field that is there twice.</summary>
    DuplicateField,

    MissingField,

    /// <summary>A value of another JSON type than the field's.</summary>
    WrongType,

    /// <summary>The format field does not name this format.</summary>
    WrongFormat,

    /// <summary>A number outside its range.</summary>
    OutOfRange,

    /// <summary>Text with characters it may not have, or empty.</summary>
    BadText,

    /// <summary>Not lower-case hex, or not canonical base64.</summary>
    BadBytes,

    /// <summary>Bytes of another length than the field's.</summary>
    WrongLength,

    UnknownSuite,

    DuplicateName,

    DuplicateKey,

    DuplicateRegion,

    /// <summary>A validator's region has no minimum in the policy.</summary>
    UnknownRegion,

    /// <summary>A region's minimum is above its count of validators, so no quorum could ever be met.</summary>
    MinimumAboveCount,

    /// <summary>The chain id is not the one that the rest of the document gives.</summary>
    WrongChainId,

    /// <summary>The receipt's bytes do not decode.</summary>
    BadReceipt,

    /// <summary>The status proof's bytes do not decode.</summary>
    BadStatus,

    /// <summary>A field says something else than the receipt beside it.</summary>
    NotOfReceipt,

    /// <summary>A byte was changed since the text was written.</summary>
    WrongChecksum,

    /// <summary>The same fields, written in another way than the one that there is.</summary>
    NotCanonical,
}
