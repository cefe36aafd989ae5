using Ledger.Cryptography.Hashing;

namespace Ledger.Protocol.Checkpoints;

/// <summary>The three keys under which one validator's two cosigning keys sign notes.</summary>
/// <remarks>
/// A log of many validators has no key of its own, and C2SP wants a log's signature. So each validator signs the SHA-256 checkpoint once
/// more as the log, and any one of them will do: who believes it is decided by the cosignatures. One Ed25519 key may make both, since a
/// checkpoint's text begins with its origin and the message of a cosignature with <c>cosignature/v1</c>.
/// </remarks>
/// <param name="Log">Type 0x01 under the origin of the SHA-256 log; it signs that log's checkpoints alone.</param>
/// <param name="Ed25519">Type 0x04 under the validator's name; cosigns both logs.</param>
/// <param name="Sm2">The same, of SM2.</param>
public sealed record CosignerKeys(NoteKey Log, NoteKey Ed25519, NoteKey Sm2)
{
    /// <param name="chainId">Of the chain whose logs these are.</param>
    /// <param name="validatorName">As the set has it.</param>
    /// <param name="ed25519">32 bytes.</param>
    /// <param name="sm2">65 bytes.</param>
    public static CosignerKeys Of(Digest chainId, string validatorName, ReadOnlySpan<byte> ed25519, ReadOnlySpan<byte> sm2)
    {
        string name = LogOrigin.CosignerName(chainId, validatorName);
        return new CosignerKeys(
            NoteKey.Of(LogOrigin.Of(chainId), NoteKeyType.Ed25519, ed25519),
            NoteKey.Of(name, NoteKeyType.Ed25519Cosignature, ed25519),
            NoteKey.Of(name, NoteKeyType.Sm2Cosignature, sm2));
    }
}
