namespace Ledger.Cryptography.Signatures;

/// <summary>The signature suites of the wire formats. The numbers are frozen.</summary>
public enum SuiteId : byte
{
    None = 0,

    /// <summary>Ed25519 (RFC 8032): 32-byte public key, 64-byte signature.</summary>
    Ed25519 = 1,

    /// <summary>SM2 with SM3 (GB/T 32918, id 1234567812345678): 65-byte public key, 64-byte r and s.</summary>
    Sm2 = 2,

    /// <summary>ECDSA on P-256 with SHA-256 (FIPS 186-5): 65-byte public key, 64-byte r and s.</summary>
    P256 = 3,

    /// <summary>A keyed hash that anybody can compute: the simulator's, absent from every production assembly.</summary>
    Simulated = 255,
}
