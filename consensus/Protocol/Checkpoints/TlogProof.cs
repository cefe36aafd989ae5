using System.Globalization;
using System.Text.Unicode;
using Ledger.Cryptography.Hashing;
using Ledger.Protocol.Encoding;
using Ledger.Protocol.Merkle;

namespace Ledger.Protocol.Checkpoints;

/// <summary>That a leaf is in a log, for a verifier without a network: a file <c>.tlog-proof</c>. Reading it believes nothing.</summary>
/// <remarks>
/// c2sp.org/tlog-proof@v1. The leaf itself is not in it: the verifier has it, or computes it. Read strictly: one spelling each.
/// </remarks>
/// <param name="Extra">What an application adds, authenticated by nobody; null for none, at most <see cref="MaximumExtraBytes"/>.</param>
/// <param name="Index">Of the leaf, from 0.</param>
/// <param name="Path">Hashes of the log's tree, from the leaf's sibling up; at most 63.</param>
/// <param name="Note">The checkpoint with its signatures.</param>
public sealed record TlogProof(ReadOnlyMemory<byte>? Extra, ulong Index, IReadOnlyList<Digest> Path, SignedNote Note)
{
    /// <summary>Ends the name of such a file.</summary>
    public const string FileExtension = ".tlog-proof";

    public const int MaximumExtraBytes = 64 * 1024;

    /// <summary>Longest encoding in bytes.</summary>
    public const int MaximumBytes = SignedNote.MaximumBytes + (2 * MaximumExtraBytes);

    private const int MaximumPath = 63;
    private const string Header = "c2sp.org/tlog-proof@v1";
    private const string ExtraWord = "extra ";
    private const string IndexWord = "index ";

    public byte[] Encode() => System.Text.Encoding.UTF8.GetBytes(ToString());

    public override string ToString()
    {
        string extra = Extra is { } bytes ? $"{ExtraWord}{Convert.ToBase64String(bytes.Span)}\n" : "";
        string path = string.Concat(Path.Select(hash => Convert.ToBase64String(hash.ToArray()) + "\n"));
        return string.Create(CultureInfo.InvariantCulture, $"{Header}\n{extra}{IndexWord}{Index}\n{path}\n{Note}");
    }

    public static DecodeFault TryDecode(ReadOnlySpan<byte> bytes, out TlogProof? proof)
    {
        proof = null;
        if (bytes.Length > MaximumBytes)
        {
            return DecodeFault.TooLong;
        }

        return Utf8.IsValid(bytes) ? OfText(System.Text.Encoding.UTF8.GetString(bytes), out proof) : DecodeFault.NotCanonical;
    }

    /// <summary>Whether the path leads from this leaf to the root of a checkpoint, which the note must be verified to say.</summary>
    public bool Holds(TreeHash hash, ReadOnlySpan<byte> leaf, Checkpoint checkpoint)
        => hash.RootFrom(Index, checkpoint.Size, hash.Leaf(leaf), [.. Path]) == checkpoint.Root;

    private static DecodeFault OfText(string text, out TlogProof? proof)
    {
        proof = null;
        ReadOnlySpan<char> rest = text;
        if (!NoteText.TryTakeLine(ref rest, out ReadOnlySpan<char> line) || !line.SequenceEqual(Header))
        {
            return DecodeFault.UnknownKind;
        }

        ReadOnlyMemory<byte>? extra = null;
        bool more = NoteText.TryTakeLine(ref rest, out line);
        if (line.StartsWith(ExtraWord))
        {
            byte[]? bytes = NoteText.FromBase64(line[ExtraWord.Length..]);
            extra = bytes;
            more = bytes?.Length <= MaximumExtraBytes && NoteText.TryTakeLine(ref rest, out line);
        }

        if (!more || !line.StartsWith(IndexWord) || NoteText.ToNumber(line[IndexWord.Length..]) is not { } index)
        {
            return DecodeFault.NotCanonical;
        }

        if (NoteText.TakeHashes(ref rest, MaximumPath) is not { } path)
        {
            return DecodeFault.NotCanonical;
        }

        DecodeFault fault = SignedNote.TryDecode(System.Text.Encoding.UTF8.GetBytes($"{rest}"), out SignedNote? note);
        fault = note is null ? fault : Checkpoint.TryParse(note.Text, out _);
        proof = fault == DecodeFault.None ? new TlogProof(extra, index, path, note!) : null;
        return fault;
    }
}
