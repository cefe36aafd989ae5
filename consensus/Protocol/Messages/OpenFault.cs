namespace Ledger.Protocol.Messages;

/// <summary>Why an envelope did not become a message.</summary>
public enum OpenFault
{
    None = 0,

    /// <summary>The bytes do not decode.</summary>
    Malformed,

    /// <summary>A signed message claims a sender that is not of the set, or comes from a guest, who has no say.</summary>
    WrongSender,

    /// <summary>A signature over the statement is not the sender's.</summary>
    BadSignature,

    /// <summary>A certificate inside lacks a jurisdiction quorum or a good signature.</summary>
    BadCertificate,

    /// <summary>
    /// The content contradicts itself: a NewView whose ViewChanges are for another view, blocks that are no chain, batches
    /// that are not their header's.
    /// </summary>
    Inconsistent,

    /// <summary>Signed in another epoch than this validator's: nobody here can say by whom (E2).</summary>
    ForeignEpoch,
}
