using System.Buffers.Binary;
using System.Globalization;
using Ledger.Cryptography.Signatures;

namespace Ledger.Protocol.Checkpoints;

/// <summary>One signature line of a note: which key it claims to be of, and the claim. Nothing of it was verified.</summary>
/// <remarks>c2sp.org/signed-note, "Format": <c>— name base64(id ‖ bytes)</c>.</remarks>
/// <param name="Name">Of the key.</param>
/// <param name="KeyId">Of the key; with the name it says which key and type.</param>
/// <param name="Bytes">1 to <see cref="MaximumBytes"/>: 64 of Ed25519, 72 with a time, other lengths of types unknown here.</param>
public sealed record NoteSignature(string Name, uint KeyId, ReadOnlyMemory<byte> Bytes)
{
    /// <summary>Longest signature in bytes; C2SP tells of "nearly 5 kB".</summary>
    public const int MaximumBytes = 8 * 1024;

    private const string Dash = "\u2014 ";

    /// <summary>Signs a note's text as a log does: type 0x01, no time.</summary>
    public static NoteSignature Sign(ISigner signer, NoteKey key, string text)
    {
        Invariant.Holds(key.Type == NoteKeyType.Ed25519, "only a key without a time signs a text alone");
        return new NoteSignature(key.Name, key.Id, signer.Sign(System.Text.Encoding.UTF8.GetBytes(text)));
    }

    /// <summary>Whether the line claims to be of this key.</summary>
    public bool IsOf(NoteKey key) => KeyId == key.Id && Name == key.Name;

    /// <summary>The line, with its newline.</summary>
    public string ToLine()
    {
        byte[] claim = new byte[sizeof(uint) + Bytes.Length];
        BinaryPrimitives.WriteUInt32BigEndian(claim, KeyId);
        Bytes.Span.CopyTo(claim.AsSpan(sizeof(uint)));
        return string.Create(CultureInfo.InvariantCulture, $"{Dash}{Name} {Convert.ToBase64String(claim)}\n");
    }

    /// <summary>Null for a text that is no signature line; without its newline.</summary>
    internal static NoteSignature? Of(ReadOnlySpan<char> line)
    {
        if (!line.StartsWith(Dash))
        {
            return null;
        }

        line = line[Dash.Length..];
        int space = line.IndexOf(' ');
        return space > 0
            && NoteText.IsKeyName(line[..space])
            && NoteText.FromBase64(line[(space + 1)..]) is { Length: > sizeof(uint) and <= sizeof(uint) + MaximumBytes } claim
                ? new NoteSignature($"{line[..space]}", BinaryPrimitives.ReadUInt32BigEndian(claim), claim.AsMemory(sizeof(uint)))
                : null;
    }
}
