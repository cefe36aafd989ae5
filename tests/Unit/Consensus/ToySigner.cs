using Ledger.Cryptography.Hashing;
using Ledger.Cryptography.Signatures;

namespace Ledger.Tests.Unit.Consensus;

/// <summary>Signs in <see cref="ToySuite"/>; its number is its key.</summary>
internal sealed class ToySigner(byte number, SuiteId suite = SuiteId.Simulated, int keySize = Digest.Size) : ISigner
{
    private readonly byte[] _key =
    [
        .. Sha256.Hash(suite == SuiteId.Simulated ? [number] : [number, (byte)suite]).ToArray(), .. new byte[keySize - Digest.Size],
    ];

    public SuiteId Suite => suite;

    public ReadOnlyMemory<byte> PublicKey => _key;

    public byte[] Sign(ReadOnlySpan<byte> message) => ToySuite.Sign(_key, message);
}
