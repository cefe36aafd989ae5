using Ledger.Cryptography.Hashing;

namespace Ledger.Cryptography.Signatures.Curves;

/// <summary>Who signs, as SM2 has it: Z of GB/T 32918.2-2016 5.5, with the default identity of GM/T 0009-2012 10.</summary>
internal sealed class Sm2Identity
{
    /// <summary>Length in bits, the identity, then a, b and the base point of the curve.</summary>
    private static readonly byte[] Prefix =
    [
        0x00, 0x80,
        .. "1234567812345678"u8,
        .. Convert.FromHexString("fffffffeffffffffffffffffffffffffffffffff00000000fffffffffffffffc"),
        .. Convert.FromHexString("28e9fa9e9d9f5e344d5a9e4bcf6509a7f39789f515ab8f92ddbcbd414d940e93"),
        .. Convert.FromHexString("32c4ae2c1f1981195f9904466a39c9948fe30bbff2660be1715a4589334c74c7"),
        .. Convert.FromHexString("bc3736a2f4f6779c59bdcee36b692153d0a9877cc62a474002df32e52139f0a0"),
    ];

    private readonly Digest _z;

    /// <param name="point">The public key: 0x04, x, y.</param>
    public Sm2Identity(ReadOnlySpan<byte> point) => _z = Sm3.Hash([.. Prefix, .. point[1..]]);

    /// <summary>SM3(Z ‖ message).</summary>
    public void Digest(ReadOnlySpan<byte> message, Span<byte> digest)
    {
        Sm3 hash = new();
        Span<byte> z = stackalloc byte[Hashing.Digest.Size];
        _z.CopyTo(z);
        hash.Append(z);
        hash.Append(message);
        hash.Finish().CopyTo(digest);
    }
}
