namespace Ledger.Cryptography.Signatures;

/// <summary>The suites a process accepts, by id. The simulator passes its own set.</summary>
public sealed class SignatureSuites
{
    /// <summary>Length in bytes of a signature, in every suite.</summary>
    public const int SignatureSize = 64;

    /// <summary>Those of every production process.</summary>
    public static SignatureSuites Production { get; } = new(new Ed25519Suite(), new Sm2Suite(), new P256Suite());

    private readonly ISignatureSuite?[] _byId = new ISignatureSuite?[256];

    public SignatureSuites(params ReadOnlySpan<ISignatureSuite> suites)
    {
        foreach (ISignatureSuite suite in suites)
        {
            _byId[(byte)suite.Id] = suite;
        }
    }

    public bool Knows(SuiteId id, int publicKeyLength) => _byId[(byte)id]?.PublicKeySize == publicKeyLength;

    /// <summary>False also for a suite this process does not know.</summary>
    public bool Verify(SuiteId id, ReadOnlySpan<byte> publicKey, ReadOnlySpan<byte> message, ReadOnlySpan<byte> signature)
        => _byId[(byte)id] is { } suite
            && publicKey.Length == suite.PublicKeySize
            && signature.Length == SignatureSize
            && suite.Verify(publicKey, message, signature);
}
