using Ledger.Cryptography.Signatures;

namespace Ledger.Protocol.Checkpoints;

/// <summary>A signature of a note that its key was seen to have made over this text.</summary>
/// <remarks>Only <see cref="Verify"/> makes one, so whoever counts signatures counts verified ones by type.</remarks>
public sealed class VerifiedSignature
{
    private VerifiedSignature(NoteKey key, ulong? timeSeconds) => (Key, TimeSeconds) = (key, timeSeconds);

    public NoteKey Key { get; }

    /// <summary>Seconds since 1970 at which a cosigner says it signed; null of a key that signs the text alone.</summary>
    public ulong? TimeSeconds { get; }

    /// <summary>Null when the signature is not this key's over this text.</summary>
    public static VerifiedSignature? Verify(SignatureSuites suites, NoteKey key, string text, NoteSignature signature)
        => !signature.IsOf(key) ? null
            : key.IsCosigner ? OfCosigner(suites, key, text, signature)
            : suites.Verify(key.Suite, key.PublicKey.Span, System.Text.Encoding.UTF8.GetBytes(text), signature.Bytes.Span)
                ? new VerifiedSignature(key, null)
            : null;

    private static VerifiedSignature? OfCosigner(SignatureSuites suites, NoteKey key, string text, NoteSignature signature)
        => Cosignature.Of(signature.Bytes.Span) is { } cosignature
            && suites.Verify(key.Suite, key.PublicKey.Span, Cosignature.Message(text, cosignature.TimeSeconds), cosignature.Signature.Span)
                ? new VerifiedSignature(key, cosignature.TimeSeconds)
                : null;
}
