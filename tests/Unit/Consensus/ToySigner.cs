using Ledger.Cryptography.Hashing;
using Ledger.Cryptography.Signatures;

namespace Ledger.Tests.Unit.Consensus;

/// <summary>Signs in <see cref="ToySuite"/>; its number is its key.</summary>
internal sealed class ToySigner(byte number) : ISigner
{
    private readonly byte[] _key = Sha256.Hash([number]).ToArray();

    public SuiteId Suite => SuiteId.Simulated;

    public ReadOnlyMemory<byte> PublicKey => _key;

    public byte[] Sign(ReadOnlySpan<byte> message) => ToySuite.Sign(_key, message);
}
