namespace Ledger.Protocol.Receipts;

/// <summary>The checks of a receipt, in the order they are made.</summary>
public enum ReceiptCheck
{
    /// <summary>Every header is of the genesis' chain.</summary>
    Chain,

    /// <summary>Every header is of one epoch that is known, and under its configuration.</summary>
    ValidatorSet,

    /// <summary>The leaf is in the log of the header's SHA-256 root.</summary>
    Log,

    /// <summary>The leaf is in the log of the header's SM3 root.</summary>
    TwinLog,

    /// <summary>The headers are parent and child, up to the certified one.</summary>
    HeaderChain,

    /// <summary>The certificate is a commit of that header.</summary>
    Certificate,

    /// <summary>Every signer is a validator of the set.</summary>
    Signers,

    /// <summary>The signers are at least q.</summary>
    Quorum,

    /// <summary>Every region has its minimum among the signers.</summary>
    Regions,

    /// <summary>Every signature is good.</summary>
    Signatures,

    /// <summary>The issuer is registered.</summary>
    Issuer,

    /// <summary>The transaction was anchored in this block and the leaf is one of its leaves.</summary>
    Transaction,
}
