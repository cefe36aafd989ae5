namespace Ledger.Cryptography.Tokens;

/// <summary>Why a token's key cannot be used.</summary>
public enum TokenFault
{
    None = 0,

    /// <summary>The PKCS #11 library is not there, or does not start.</summary>
    LibraryUnusable,

    /// <summary>No slot has a token of this label, or more than one has.</summary>
    TokenMissing,

    /// <summary>The token refuses the PIN, or is locked.</summary>
    PinRefused,

    /// <summary>The token has no key pair of this label, or more than one, or one of another curve.</summary>
    KeyMissing,

    /// <summary>The key under this label is not the one that the file names.</summary>
    OtherKey,

    /// <summary>The token gave an error where it was asked to sign: it was taken out, or its session ended.</summary>
    SigningFailed,
}
