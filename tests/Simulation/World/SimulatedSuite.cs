using Ledger.Cryptography.Signatures;

namespace Ledger.Simulation.World;

/// <summary>A keyed hash in the place of signatures, thousands of times faster: anybody who knows the public key can sign.</summary>
/// <remarks>Honest code keys it only through <see cref="SimulatedSigner"/>. It exists nowhere but in the simulator.</remarks>
/// <param name="id">The suite in whose place it stands: checkpoints are cosigned by name of Ed25519 and SM2.</param>
public sealed class SimulatedSuite(SuiteId id = SuiteId.Simulated, int keySize = SimulatedSuite.KeySize) : ISignatureSuite
{
    public const int KeySize = 32;

    public SuiteId Id => id;

    public int PublicKeySize => keySize;

    public bool Verify(ReadOnlySpan<byte> publicKey, ReadOnlySpan<byte> message, ReadOnlySpan<byte> signature)
    {
        Span<byte> expected = stackalloc byte[SignatureSuites.SignatureSize];
        Sign(publicKey, message, expected);
        return signature.SequenceEqual(expected);
    }

    internal static void Sign(ReadOnlySpan<byte> publicKey, ReadOnlySpan<byte> message, Span<byte> signature)
    {
        ulong state = QuickHash.Of(QuickHash.Of(1, publicKey), message);
        for (int i = 0; i < signature.Length; i += 8)
        {
            state = QuickHash.Mix(state + 0x9e3779b97f4a7c15);
            BitConverter.TryWriteBytes(signature[i..], state);
        }
    }
}
