using System.Text.Unicode;
using Ledger.Cryptography.Signatures;
using Ledger.Protocol.Encoding;

namespace Ledger.Protocol.Checkpoints;

/// <summary>A text and the lines of those who signed it. Reading it believes nothing.</summary>
/// <remarks>
/// c2sp.org/signed-note. The bytes are read strictly: UTF-8, no control character but newlines, canonical base64, nothing after the last
/// line. So each note has one encoding. Which signatures matter is the question of whoever has keys: <see cref="Verify"/>.
/// </remarks>
/// <param name="Text">Ends with a newline.</param>
/// <param name="Signatures">1 to <see cref="MaximumSignatures"/>, in the order of the lines.</param>
public sealed record SignedNote(string Text, IReadOnlyList<NoteSignature> Signatures)
{
    /// <summary>Three lines of each of 64 validators, and as many witnesses again.</summary>
    public const int MaximumSignatures = 256;

    /// <summary>Longest encoding in bytes.</summary>
    public const int MaximumBytes = 128 * 1024;

    private const string Separator = "\n\n";

    public byte[] Encode() => System.Text.Encoding.UTF8.GetBytes(ToString());

    /// <summary>The note as it is sent.</summary>
    public override string ToString() => $"{Text}\n{string.Concat(Signatures.Select(s => s.ToLine()))}";

    /// <summary>This note with more lines after its own; a line that it has is not added again.</summary>
    public SignedNote With(IEnumerable<NoteSignature> lines)
    {
        HashSet<string> had = [.. Signatures.Select(s => s.ToLine())];
        return this with { Signatures = [.. Signatures, .. lines.Where(l => had.Add(l.ToLine()))] };
    }

    public static DecodeFault TryDecode(ReadOnlySpan<byte> bytes, out SignedNote? note)
    {
        note = null;
        if (bytes.Length > MaximumBytes)
        {
            return DecodeFault.TooLong;
        }

        if (!Utf8.IsValid(bytes) || HasControls(bytes))
        {
            return DecodeFault.NotCanonical;
        }

        return OfText(System.Text.Encoding.UTF8.GetString(bytes), out note);
    }

    /// <summary>The signatures of those keys, all verified; null when a line of one of them is not its signature.</summary>
    /// <remarks>
    /// Lines of unknown keys are ignored, as C2SP says; a key's second line counts once. One false line under a known key refuses the
    /// whole note.
    /// </remarks>
    public IReadOnlyList<VerifiedSignature>? Verify(SignatureSuites suites, IEnumerable<NoteKey> keys)
    {
        List<VerifiedSignature> verified = [];
        foreach (NoteKey key in keys.DistinctBy(k => k.ToString()))
        {
            VerifiedSignature?[] all = [.. Signatures.Where(s => s.IsOf(key)).Select(s => VerifiedSignature.Verify(suites, key, Text, s))];
            if (all.Contains(null))
            {
                return null;
            }

            verified.AddRange(all.Take(1)!);
        }

        return verified;
    }

    /// <summary>Whether every line is of one of these keys, and no key has two.</summary>
    public bool HasOnly(IReadOnlyCollection<NoteKey> keys)
        => Signatures.All(s => keys.Any(s.IsOf)) && Signatures.DistinctBy(s => (s.Name, s.KeyId)).Count() == Signatures.Count;

    private static DecodeFault OfText(string all, out SignedNote? note)
    {
        note = null;
        int end = all.LastIndexOf(Separator, StringComparison.Ordinal);
        if (end < 0 || all[^1] != '\n')
        {
            return DecodeFault.Truncated;
        }

        List<NoteSignature> signatures = [];
        ReadOnlySpan<char> rest = all.AsSpan(end + Separator.Length);
        while (NoteText.TryTakeLine(ref rest, out ReadOnlySpan<char> line))
        {
            if (signatures.Count == MaximumSignatures)
            {
                return DecodeFault.TooLong;
            }

            if (NoteSignature.Of(line) is not { } signature)
            {
                return DecodeFault.NotCanonical;
            }

            signatures.Add(signature);
        }

        note = signatures.Count == 0 ? null : new SignedNote(all[..(end + 1)], signatures);
        return note is null ? DecodeFault.Truncated : DecodeFault.None;
    }

    private static bool HasControls(ReadOnlySpan<byte> bytes)
    {
        foreach (byte b in bytes)
        {
            if (b < ' ' && b != '\n')
            {
                return true;
            }
        }

        return false;
    }
}
