using Ledger.Cryptography.Hashing;
using Ledger.Cryptography.Signatures;
using Ledger.Protocol.Encoding;

namespace Ledger.Protocol.Validators;

/// <summary>One member of a validator set: who it is, where it stands, and the keys it is known by.</summary>
/// <param name="Name">1 to 64 printable ASCII characters, unique in the set.</param>
/// <param name="PublicKey">Consensus key in <paramref name="Suite"/>.</param>
/// <param name="TlsPin">SHA-256 of the SubjectPublicKeyInfo of its TLS certificate (RFC 7469 2.4).</param>
public sealed record Validator(string Name, Region Region, SuiteId Suite, ReadOnlyMemory<byte> PublicKey, Digest TlsPin)
{
    public const int MaximumKeyBytes = 65;

    public void Write(WireWriter writer)
        => writer.Text(Name).Text(Region.Code).U8((byte)Suite).Block(PublicKey.Span).Digest(TlsPin);
}
