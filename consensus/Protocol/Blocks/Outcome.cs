namespace Ledger.Protocol.Blocks;

/// <summary>What became of a transaction in its block; a refused one stays there, named. The numbers are frozen.</summary>
public enum Outcome : byte
{
    None = 0,

    /// <summary>Its leaves are in the anchor log.</summary>
    Anchored = 1,

    /// <summary>The same transaction is already in the chain's replay window.</summary>
    Replayed = 2,

    /// <summary>The block's height is above its valid-until height.</summary>
    Expired = 3,

    /// <summary>Its valid-until height is further ahead than the chain allows.</summary>
    ValidityTooLong = 4,

    /// <summary>No issuer is registered under its index.</summary>
    UnknownIssuer = 5,

    /// <summary>Its signature is not the registered key's.</summary>
    BadSignature = 6,
}
