using Ledger.Cryptography.Signatures;

namespace Ledger.Simulation.World;

/// <summary>Signs in <see cref="SimulatedSuite"/> with a key drawn from the seed.</summary>
public sealed class SimulatedSigner : ISigner
{
    private readonly byte[] _publicKey;

    public SimulatedSigner(SeededRandom random, SuiteId suite = SuiteId.Simulated, int keySize = SimulatedSuite.KeySize)
    {
        (Suite, _publicKey) = (suite, new byte[keySize]);
        random.Fill(_publicKey);
    }

    public SuiteId Suite { get; }

    public ReadOnlyMemory<byte> PublicKey => _publicKey;

    public byte[] Sign(ReadOnlySpan<byte> message)
    {
        byte[] signature = new byte[SignatureSuites.SignatureSize];
        SimulatedSuite.Sign(_publicKey, message, signature);
        return signature;
    }
}
