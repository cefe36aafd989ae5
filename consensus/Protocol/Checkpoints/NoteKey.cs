using System.Buffers.Binary;
using System.Globalization;
using Ledger.Cryptography.Hashing;
using Ledger.Cryptography.Signatures;
using Ledger.Protocol.Encoding;

namespace Ledger.Protocol.Checkpoints;

/// <summary>A public key that signs notes, under the name it signs by: a <c>vkey</c> of C2SP.</summary>
/// <remarks>
/// c2sp.org/signed-note, "Verifier keys": <c>name+hex(id)+base64(type ‖ public key)</c>, where the id is the first four bytes of
/// SHA-256(name ‖ 0x0A ‖ type ‖ public key). For SM2 the type is 0xff and <see cref="Sm2Identifier"/>, and the public key the 65 bytes of
/// an uncompressed point. Two keys are the same when their texts are.
/// </remarks>
public sealed class NoteKey
{
    /// <summary>What follows 0xff in a key of SM2: C2SP asks for something unlikely to collide.</summary>
    public const string Sm2Identifier = "ledger/sm2-sm3/v1";

    /// <summary>Longest text in characters.</summary>
    public const int MaximumCharacters = NoteText.MaximumNameCharacters + 256;

    private const int IdDigits = 8;

    private static readonly byte[] Sm2Type = [0xff, .. System.Text.Encoding.ASCII.GetBytes(Sm2Identifier)];

    private readonly byte[] _publicKey;

    private NoteKey(string name, NoteKeyType type, ReadOnlySpan<byte> publicKey)
    {
        (Name, Type, _publicKey) = (name, type, publicKey.ToArray());
        byte[] hashed = [.. System.Text.Encoding.UTF8.GetBytes(name), (byte)'\n', .. Material];
        Id = BinaryPrimitives.ReadUInt32BigEndian(Sha256.Hash(hashed).ToArray());
    }

    public string Name { get; }

    public NoteKeyType Type { get; }

    public ReadOnlyMemory<byte> PublicKey => _publicKey;

    /// <summary>With the name, which key a signature claims to be of. Short: it finds a key and proves nothing.</summary>
    public uint Id { get; }

    public SuiteId Suite => SuiteOf(Type);

    /// <summary>Whether its signatures carry the time they were made at.</summary>
    public bool IsCosigner => Type != NoteKeyType.Ed25519;

    private byte[] Material => Type == NoteKeyType.Sm2Cosignature ? [.. Sm2Type, .. _publicKey] : [(byte)Type, .. _publicKey];

    /// <exception cref="ArgumentException">The name may not be a key's, or the key has another length than its suite's have.</exception>
    public static NoteKey Of(string name, NoteKeyType type, ReadOnlySpan<byte> publicKey)
        => IsKey(name, type, publicKey)
            ? new NoteKey(name, type, publicKey)
            : throw new ArgumentException($"{publicKey.Length} bytes of type {type} are no key of a note.", nameof(publicKey));

    /// <summary>Reads a vkey. A type without a row in <see cref="NoteKeyType"/> is an unknown kind.</summary>
    public static DecodeFault TryParse(string text, out NoteKey? key)
    {
        key = null;
        string[] parts = text.Length <= MaximumCharacters ? text.Split('+', 3) : [];
        if (parts.Length != 3)
        {
            return text.Length > MaximumCharacters ? DecodeFault.TooLong : DecodeFault.Truncated;
        }

        if (NoteText.FromBase64(parts[2]) is not { Length: > 0 } material)
        {
            return DecodeFault.NotCanonical;
        }

        (NoteKeyType type, byte[] publicKey) = Open(material);
        if (type == NoteKeyType.None)
        {
            return DecodeFault.UnknownKind;
        }

        NoteKey? read = IsKey(parts[0], type, publicKey) ? new NoteKey(parts[0], type, publicKey) : null;
        key = read?.ToString() == text ? read : null;
        return key is null ? DecodeFault.NotCanonical : DecodeFault.None;
    }

    /// <summary>The vkey.</summary>
    public override string ToString()
        => $"{Name}+{Id.ToString($"x{IdDigits}", CultureInfo.InvariantCulture)}+{Convert.ToBase64String(Material)}";

    private static bool IsKey(string name, NoteKeyType type, ReadOnlySpan<byte> publicKey)
        => NoteText.IsKeyName(name) && SuiteNames.KeySize(SuiteOf(type)) == publicKey.Length;

    private static SuiteId SuiteOf(NoteKeyType type) => type switch
    {
        NoteKeyType.Ed25519 or NoteKeyType.Ed25519Cosignature => SuiteId.Ed25519,
        NoteKeyType.Sm2Cosignature => SuiteId.Sm2,
        _ => SuiteId.None,
    };

    private static (NoteKeyType Type, byte[] PublicKey) Open(byte[] material)
        => material.AsSpan().StartsWith(Sm2Type) ? (NoteKeyType.Sm2Cosignature, material[Sm2Type.Length..])
            : material[0] is (byte)NoteKeyType.Ed25519 or (byte)NoteKeyType.Ed25519Cosignature ? ((NoteKeyType)material[0], material[1..])
            : (NoteKeyType.None, []);
}
