using Ledger.Cryptography.Hashing;
using Ledger.Cryptography.Signatures;
using Ledger.Protocol.Encoding;

namespace Ledger.Protocol.Validators;

/// <summary>One member of a validator set: who it is, where it stands, and the keys it is known by.</summary>
/// <param name="Name">1 to 64 printable ASCII characters, unique in the set.</param>
/// <param name="PublicKey">Consensus key in <paramref name="Suite"/>.</param>
/// <param name="TlsPin">SHA-256 of the SubjectPublicKeyInfo of its TLS certificate (RFC 7469 2.4).</param>
/// <param name="OperatorKey">
/// Of whoever answers for the validator, kept off-line, in <paramref name="Suite"/>: approves what governs the chain, and nothing else.
/// </param>
/// <param name="CosigningKeys">By which it cosigns the checkpoints of the public log.</param>
/// <param name="Address">
/// Where the other validators reach it, <c>host:port</c>, so that those who were there before it learn it from the chain; empty when
/// each node's own configuration says it.
/// </param>
public sealed record Validator(
    string Name,
    Region Region,
    SuiteId Suite,
    ReadOnlyMemory<byte> PublicKey,
    Digest TlsPin,
    ReadOnlyMemory<byte> OperatorKey,
    CosigningKeys CosigningKeys,
    string Address = "")
{
    public const int MaximumKeyBytes = 65;

    public const int MaximumNameCharacters = 64;

    /// <summary>A host name of 253 characters (RFC 1035 2.3.4), brackets or not, and a port.</summary>
    public const int MaximumAddressCharacters = 261;

    public void Write(WireWriter writer)
    {
        writer.Text(Name).Text(Region.Code).U8((byte)Suite).Block(PublicKey.Span).Digest(TlsPin).Block(OperatorKey.Span);
        CosigningKeys.Write(writer);
        writer.Text(Address);
    }

    public static Validator Read(ref WireReader reader)
        => new(
            reader.Text(),
            new Region(reader.Text()),
            (SuiteId)reader.U8(),
            reader.Block(MaximumKeyBytes).ToArray(),
            reader.Digest(),
            reader.Block(MaximumKeyBytes).ToArray(),
            CosigningKeys.Read(ref reader),
            reader.Text());

    /// <summary>Whether this is its consensus key.</summary>
    public bool HasKey(SuiteId suite, ReadOnlySpan<byte> publicKey) => Suite == suite && PublicKey.Span.SequenceEqual(publicKey);

    /// <summary>Whether a text may stand as an address: printable ASCII of bounded length, or nothing.</summary>
    public static bool IsAddress(string text)
        => text.Length <= MaximumAddressCharacters && !text.AsSpan().ContainsAnyExceptInRange('!', '~');
}
