using Ledger.Client.Json;

namespace Ledger.Client.Fields;

/// <summary>Why a document's fields are not committed to, a file of them is refused, or a disclosure proves nothing.</summary>
public enum FieldsFault
{
    None = 0,

    TooLong,

    /// <summary>Not JSON in UTF-8, or nested deeper than 64.</summary>
    NotJson,

    DuplicateKey,

    /// <summary>Beyond the largest double.</summary>
    NumberTooLarge,

    /// <summary>The document is no object, or has no field.</summary>
    NoObject,

    /// <summary>A text or key with half a surrogate pair, which RFC 8785 has no canonical form of.</summary>
    NotUnicode,

    /// <summary>More than <see cref="FieldTree.MaximumFields"/> fields.</summary>
    TooManyFields,

    /// <summary>A field of the file's format that is missing, of another type or out of its bounds.</summary>
    WrongShape,

    /// <summary>The file says the same as a good one, in other bytes.</summary>
    NotCanonical,

    /// <summary>No field is at the path.</summary>
    NoSuchField,

    /// <summary>The fields and salts do not give the root.</summary>
    WrongRoot,

    /// <summary>The receipt's bytes do not decode.</summary>
    BadReceipt,
}

/// <summary>What faults of reading JSON are called here.</summary>
internal static class FieldsFaults
{
    public static FieldsFault Of(JsonTreeFault fault) => fault switch
    {
        JsonTreeFault.None => FieldsFault.None,
        JsonTreeFault.TooLong => FieldsFault.TooLong,
        JsonTreeFault.DuplicateKey => FieldsFault.DuplicateKey,
        JsonTreeFault.NumberTooLarge => FieldsFault.NumberTooLarge,
        _ => FieldsFault.NotJson,
    };
}
