namespace Ledger.Client.OpenAttestation;

/// <summary>Why a field is not obfuscated.</summary>
public enum ObfuscationFault
{
    None = 0,

    /// <summary>Nothing is at the path.</summary>
    NoSuchField,

    /// <summary>It is the last field of an object: the empty object is a new field, and the document verifies no longer.</summary>
    LeavesEmptyObject,

    /// <summary>It is an element of a list: the hole, once written, is a null: a new field, and the document verifies no longer.</summary>
    LeavesHole,
}
