namespace Ledger.Cryptography.Keys;

/// <summary>What a guess of the passphrase costs: libsodium's presets of Argon2id.</summary>
public enum KeyStrength
{
    /// <summary>64 MiB and 2 passes: well under a second. For keys that a service opens when it starts.</summary>
    Interactive,

    /// <summary>1 GiB and 4 passes: a few seconds. For keys kept offline.</summary>
    Sensitive,
}
