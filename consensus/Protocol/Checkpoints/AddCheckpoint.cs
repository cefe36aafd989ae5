using System.Globalization;
using System.Text.Unicode;
using Ledger.Cryptography.Hashing;
using Ledger.Protocol.Encoding;

namespace Ledger.Protocol.Checkpoints;

/// <summary>What a log asks of a witness: to cosign a checkpoint, with the proof from the one it cosigned last.</summary>
/// <remarks>c2sp.org/tlog-witness, "add-checkpoint": a line <c>old N</c>, a hash a line, an empty line, the note.</remarks>
/// <param name="OldSize">Leaves of the checkpoint that the witness cosigned last; 0 for none.</param>
/// <param name="Proof">RFC 6962 2.1.2, from the old size to the note's; at most <see cref="MaximumProof"/> hashes.</param>
/// <param name="Note">The checkpoint.</param>
public sealed record AddCheckpoint(ulong OldSize, IReadOnlyList<Digest> Proof, SignedNote Note)
{
    public const int MaximumProof = 63;

    /// <summary>Longest body in bytes: a line, so many hashes of 44 characters, and the note.</summary>
    public const int MaximumBytes = SignedNote.MaximumBytes + 32 + (MaximumProof * 45);

    private const string OldWord = "old ";

    public byte[] Encode() => System.Text.Encoding.UTF8.GetBytes(string.Create(
        CultureInfo.InvariantCulture,
        $"{OldWord}{OldSize}\n{string.Concat(Proof.Select(hash => Convert.ToBase64String(hash.ToArray()) + "\n"))}\n{Note}"));

    public static DecodeFault TryDecode(ReadOnlySpan<byte> bytes, out AddCheckpoint? request)
    {
        request = null;
        if (bytes.Length > MaximumBytes)
        {
            return DecodeFault.TooLong;
        }

        return Utf8.IsValid(bytes) ? OfText(System.Text.Encoding.UTF8.GetString(bytes), out request) : DecodeFault.NotCanonical;
    }

    private static DecodeFault OfText(string text, out AddCheckpoint? request)
    {
        request = null;
        ReadOnlySpan<char> rest = text;
        if (!NoteText.TryTakeLine(ref rest, out ReadOnlySpan<char> line)
            || !line.StartsWith(OldWord)
            || NoteText.ToNumber(line[OldWord.Length..]) is not { } old
            || NoteText.TakeHashes(ref rest, MaximumProof) is not { } proof)
        {
            return DecodeFault.NotCanonical;
        }

        DecodeFault fault = SignedNote.TryDecode(System.Text.Encoding.UTF8.GetBytes($"{rest}"), out SignedNote? note);
        fault = note is null ? fault : Checkpoint.TryParse(note.Text, out _);
        request = fault == DecodeFault.None ? new AddCheckpoint(old, proof, note!) : null;
        return fault;
    }
}
