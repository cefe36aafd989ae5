using System.Security.Cryptography;
using Ledger.Cryptography.Native;

namespace Ledger.Cryptography.Signatures.Curves;

/// <summary>A curve of 256 bits as OpenSSL is told of it: its object identifier, and the order of its base point.</summary>
/// <remarks>Points are 0x04, x, y, of 32 bytes each, big-endian (SEC 1 2.3.3), and nothing else: not compressed, not hybrid.</remarks>
internal sealed class NamedCurve
{
    public const int ScalarSize = 32;
    public const int PointSize = 1 + (2 * ScalarSize);

    private const byte Uncompressed = 0x04;

    private static readonly byte[] EcPublicKey = [0x06, 0x07, 0x2a, 0x86, 0x48, 0xce, 0x3d, 0x02, 0x01];

    private readonly byte[] _order;
    private readonly byte[] _halfOrder;
    private readonly byte[] _publicPrefix;
    private readonly byte[] _privatePrefix;

    private NamedCurve(string oid, string order, string halfOrder)
    {
        (_order, _halfOrder) = (Convert.FromHexString(order), Convert.FromHexString(halfOrder));
        byte[] algorithm = [.. EcPublicKey, .. Convert.FromHexString(oid)];
        byte size = (byte)algorithm.Length;
        _publicPrefix = [0x30, (byte)(size + 5 + PointSize), 0x30, size, .. algorithm, 0x03, PointSize + 1, 0x00];
        _privatePrefix =
        [
            0x30, (byte)(size + 14 + ScalarSize), 0x02, 0x01, 0x00, 0x30, size, .. algorithm,
            0x04, ScalarSize + 7, 0x30, ScalarSize + 5, 0x02, 0x01, 0x01, 0x04, ScalarSize,
        ];
    }

    /// <summary>FIPS 186-5; SEC 2 2.4.2.</summary>
    public static NamedCurve P256 { get; } = new(
        "06082a8648ce3d030107",
        "ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551",
        "7fffffff800000007fffffffffffffffde737d56d38bcf4279dce5617e3192a8");

    /// <summary>GB/T 32918.5-2017.</summary>
    public static NamedCurve Sm2 { get; } = new(
        "06082a811ccf5501822d",
        "fffffffeffffffffffffffffffffffff7203df6b21c6052b53bbf40939d54123",
        "7fffffff7fffffffffffffffffffffffb901efb590e30295a9ddfa049ceaa091");

    /// <summary>Null for anything but an uncompressed point of this curve.</summary>
    public EvpKey? ReadPoint(ReadOnlySpan<byte> point)
        => point.Length == PointSize && point[0] == Uncompressed
            ? LibCrypto.ReadPublicKey(WritePoint(point))
            : null;

    /// <summary>The SubjectPublicKeyInfo of a point.</summary>
    public byte[] WritePoint(ReadOnlySpan<byte> point) => [.. _publicPrefix, .. point];

    /// <summary>A private key from its scalar.</summary>
    /// <exception cref="ArgumentException">The scalar has another length, or <see cref="IsSecret"/> says no.</exception>
    public EvpKey ReadScalar(ReadOnlySpan<byte> scalar)
    {
        if (!IsSecret(scalar))
        {
            throw new ArgumentException("No private key of this curve.", nameof(scalar));
        }

        byte[] der = GC.AllocateUninitializedArray<byte>(_privatePrefix.Length + ScalarSize, pinned: true);
        _privatePrefix.CopyTo(der, 0);
        scalar.CopyTo(der.AsSpan(_privatePrefix.Length));
        try
        {
            return LibCrypto.ReadPrivateKey(der) ?? throw new InvalidOperationException("OpenSSL knows no such curve.");
        }
        finally
        {
            CryptographicOperations.ZeroMemory(der);
        }
    }

    public byte[] PointOf(EvpKey key)
    {
        byte[] der = new byte[_publicPrefix.Length + PointSize];
        LibCrypto.WritePublicKey(key, der);
        return der[_publicPrefix.Length..];
    }

    /// <summary>Whether 32 bytes are a private key: from 1 to n - 2, as SM2 needs and ECDSA does not mind.</summary>
    public bool IsSecret(ReadOnlySpan<byte> scalar)
    {
        Span<byte> last = stackalloc byte[ScalarSize];
        _order.CopyTo(last);
        last[^1]--; // an order is odd
        return scalar.Length == ScalarSize && scalar.ContainsAnyExcept((byte)0) && scalar.SequenceCompareTo(last) < 0;
    }

    /// <summary>Whether s is not above n / 2: of the two that ECDSA has for one r, this one is accepted.</summary>
    public bool IsLow(ReadOnlySpan<byte> s) => s.SequenceCompareTo(_halfOrder) <= 0;

    /// <summary>Puts n - s in the place of s, which is below n.</summary>
    public void Negate(Span<byte> s)
    {
        int borrow = 0;
        for (int i = ScalarSize - 1; i >= 0; i--)
        {
            int difference = _order[i] - s[i] - borrow;
            s[i] = (byte)difference;
            borrow = difference < 0 ? 1 : 0;
        }
    }
}
