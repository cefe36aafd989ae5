using System.Buffers.Binary;
using System.Globalization;
using Ledger.Cryptography.Signatures;

namespace Ledger.Protocol.Checkpoints;

/// <summary>A cosigner's word that at a time this was the largest tree of a log it had seen, and that it holds all before it.</summary>
/// <remarks>
/// c2sp.org/tlog-cosignature, "Ed25519 signed message"; our SM2 line signs the same message. As bytes: u64 seconds, then 64 bytes.
/// The message names neither cosigner nor key, so no key may cosign under two names.
/// </remarks>
/// <param name="TimeSeconds">Since 1970, at most 2^63 - 1.</param>
/// <param name="Signature">64 bytes over <see cref="Message"/>, in the suite of the key.</param>
public sealed record Cosignature(ulong TimeSeconds, ReadOnlyMemory<byte> Signature)
{
    /// <summary>Length in bytes.</summary>
    public const int Size = sizeof(ulong) + SignatureSuites.SignatureSize;

    /// <summary>What is signed: two lines that no text of a checkpoint begins with, then the text.</summary>
    public static byte[] Message(string text, ulong timeSeconds)
        => System.Text.Encoding.UTF8.GetBytes(
            string.Create(CultureInfo.InvariantCulture, $"cosignature/v1\ntime {timeSeconds}\n{text}"));

    /// <summary>Cosigns a checkpoint's text.</summary>
    /// <param name="signer">Holds the private key of <paramref name="key"/>.</param>
    /// <param name="key">Of type 0x04, or of SM2.</param>
    /// <param name="text">The whole text of the note, with its last newline.</param>
    /// <param name="timeSeconds">Since 1970.</param>
    public static NoteSignature Sign(ISigner signer, NoteKey key, string text, ulong timeSeconds)
    {
        Invariant.Holds(key.IsCosigner && signer.Suite == key.Suite, "a cosigner signs with its own suite");
        Invariant.Holds(timeSeconds <= long.MaxValue, "a cosignature's time is at most 2^63 - 1");
        Cosignature made = new(timeSeconds, signer.Sign(Message(text, timeSeconds)));
        return new NoteSignature(key.Name, key.Id, made.Encode());
    }

    public byte[] Encode()
    {
        byte[] bytes = new byte[Size];
        BinaryPrimitives.WriteUInt64BigEndian(bytes, TimeSeconds);
        Signature.Span.CopyTo(bytes.AsSpan(sizeof(ulong)));
        return bytes;
    }

    /// <summary>Null for bytes of another length, or of a time that no cosignature may have.</summary>
    public static Cosignature? Of(ReadOnlySpan<byte> bytes)
        => bytes.Length == Size && BinaryPrimitives.ReadUInt64BigEndian(bytes) is <= long.MaxValue and var time
            ? new Cosignature(time, bytes[sizeof(ulong)..].ToArray())
            : null;
}
