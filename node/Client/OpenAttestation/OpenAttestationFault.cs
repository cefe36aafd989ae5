namespace Ledger.Client.OpenAttestation;

/// <summary>Why something is no OpenAttestation v2 document, or does not prove what it says.</summary>
public enum OpenAttestationFault
{
    None = 0,

    /// <summary>Longer than <see cref="WrappedDocument.MaximumBytes"/>.</summary>
    TooLong,

    /// <summary>Not JSON in UTF-8, or nested deeper than 64.</summary>
    NotJson,

    DuplicateKey,

    /// <summary>Beyond the largest double.</summary>
    NumberTooLarge,

    /// <summary>The data is no object.</summary>
    NoObject,

    /// <summary>A key with a full stop in it: flattened, it could be another field's path.</summary>
    DottedKey,

    /// <summary>A key whose field no digest covers in the reference implementation, so that anybody could change it.</summary>
    UncoveredKey,

    /// <summary>A field that is missing, of another type, or none of version 2's.</summary>
    WrongShape,

    /// <summary>Not 64 lower-case hex digits.</summary>
    BadHash,

    /// <summary>The data and the obfuscated hashes do not give the target hash: the document was changed.</summary>
    WrongTargetHash,

    /// <summary>The proof does not lead from the target hash to the Merkle root.</summary>
    WrongMerkleRoot,
}
