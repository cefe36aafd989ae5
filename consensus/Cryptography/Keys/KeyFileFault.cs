namespace Ledger.Cryptography.Keys;

/// <summary>Why a key file was refused.</summary>
public enum KeyFileFault
{
    None = 0,

    /// <summary>More bytes than any key file has.</summary>
    TooLarge,

    /// <summary>Others than its owner may read or write the file (its mode is not 0600 or less).</summary>
    OpenToOthers,

    /// <summary>Not strict JSON of the expected fields: a field is missing, unknown, twice there or of another type.</summary>
    Malformed,

    /// <summary>A field of bytes is not lower-case hexadecimal of the expected length.</summary>
    BadEncoding,

    /// <summary>"format" is not one this version reads.</summary>
    UnknownFormat,

    /// <summary>"suite" is not a signature suite.</summary>
    UnknownSuite,

    /// <summary>"kdf.name" is not argon2id13.</summary>
    UnknownKdf,

    /// <summary>"cipher" is not xchacha20poly1305-ietf.</summary>
    UnknownCipher,

    /// <summary>The key derivation asks for less than is safe or more than this process grants.</summary>
    CostOutOfRange,

    /// <summary>A key for TLS, where one that signs is needed.</summary>
    SignsNothing,

    /// <summary>The passphrase is wrong, or the header or ciphertext was altered: the cipher can't tell which.</summary>
    WrongPassphraseOrTampered,
}
