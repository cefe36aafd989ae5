namespace Ledger.Engine.Admission;

/// <summary>What a validator says to a submitted transaction. Refusals have no effect.</summary>
public enum Admission
{
    None = 0,

    /// <summary>It will be proposed.</summary>
    Accepted,

    /// <summary>It waits here already.</summary>
    AlreadyKnown,

    /// <summary>It is in the chain already: ask for its receipt.</summary>
    AlreadyCommitted,

    /// <summary>It names another chain.</summary>
    WrongChain,

    /// <summary>No issuer is registered under its index.</summary>
    UnknownIssuer,

    /// <summary>Its issuer was retired (E6).</summary>
    RetiredIssuer,

    /// <summary>Its signature is not the issuer's.</summary>
    BadSignature,

    /// <summary>The status of one of its commitments does not allow the change (A1).</summary>
    StatusConflict,

    /// <summary>It is about the chain itself, and would change nothing as the chain stands: stale, unapproved, or out of turn.</summary>
    NotEnactable,

    /// <summary>It asks for what the protocol version in force does not have (P2).</summary>
    NotInForce,

    /// <summary>Its valid-until height has passed.</summary>
    Expired,

    /// <summary>Its valid-until height is further ahead than the chain allows.</summary>
    ValidityTooLong,

    /// <summary>The pool is full: come back later.</summary>
    Full,

    /// <summary>This node follows, and takes no part in what is decided: ask a validator.</summary>
    Following,
}
