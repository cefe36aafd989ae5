namespace Ledger.Client.Cose;

/// <summary>Why bytes are no COSE receipt of this profile, or prove nothing.</summary>
public enum CoseFault
{
    None = 0,

    /// <summary>Longer than its bound.</summary>
    TooLong,

    /// <summary>Not CBOR, not this profile's shape, or not its one encoding: longer integers, other order, bytes behind it.</summary>
    Malformed,

    /// <summary>Neither EdDSA nor ES256.</summary>
    UnknownAlgorithm,

    /// <summary>The size in the proof is not the one that is signed.</summary>
    WrongTreeSize,

    /// <summary>The path's length is not that of this index and size, or the tree has one leaf only.</summary>
    WrongPath,

    /// <summary>Signed with another key than the one given.</summary>
    WrongKey,

    /// <summary>Of another log than the one asked for.</summary>
    WrongOrigin,

    /// <summary>The leaf, path, size, height, origin or signature is not what was signed.</summary>
    BadSignature,

    /// <summary>Two receipts of one list are of different places, heights or roots.</summary>
    Disagreement,

    /// <summary>The signers are no jurisdiction quorum.</summary>
    NoQuorum,
}
