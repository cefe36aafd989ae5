using BenchmarkDotNet.Attributes;
using Ledger.Cryptography.Signatures;

namespace Ledger.Benchmarks;

/// <summary>What one signature costs to make and to check, in each suite, over 80 bytes as a transaction's are.</summary>
/// <remarks>One core; the public key is one that was used before, as a member's is.</remarks>
public class SignatureBenchmarks
{
    private readonly byte[] _message = new byte[80];
    private SoftwareSigner _signer = new Ed25519Signer(new byte[Ed25519Signer.SeedSize]);
    private byte[] _signature = [];

    [Params(SuiteId.Ed25519, SuiteId.P256, SuiteId.Sm2)]
    public SuiteId Suite { get; set; }

    [GlobalSetup]
    public void Setup()
    {
        new Random(1).NextBytes(_message);
        _signer = SoftwareSigner.Open(Suite, SoftwareSigner.Draw(Suite));
        _signature = _signer.Sign(_message);
    }

    [Benchmark]
    public byte[] Sign() => _signer.Sign(_message);

    [Benchmark]
    public bool Verify() => SignatureSuites.Production.Verify(Suite, _signer.PublicKey.Span, _message, _signature);
}
