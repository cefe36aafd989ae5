namespace Ledger.Client;

/// <summary>Why documents were not anchored though the nodes could be reached.</summary>
public enum AnchorFault
{
    /// <summary>The node serves another chain than the genesis.</summary>
    WrongChain,

    /// <summary>The key is not the one the genesis registers for the issuer.</summary>
    KeyNotOfIssuer,

    /// <summary>The transaction stands in a block, refused by name.</summary>
    RefusedInBlock,

    /// <summary>The transaction is not final yet; the same bytes may be submitted again.</summary>
    Pending,

    /// <summary>A receipt that does not verify, or is of another leaf: the node is not honest.</summary>
    BadReceipt,

    /// <summary>A set change that does not hold: the node is not honest, or the history is not this chain's.</summary>
    BadHistory,

    /// <summary>A status proof that does not hold, or is of another commitment: the node is not honest.</summary>
    BadStatus,

    /// <summary>The issuer never anchored what its status should be changed of.</summary>
    NotAnchored,

    /// <summary>The status as it is does not allow the change.</summary>
    StatusConflict,
}
