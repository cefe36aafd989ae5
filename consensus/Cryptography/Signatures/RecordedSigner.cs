namespace Ledger.Cryptography.Signatures;

/// <summary>Answers with recorded signatures in their order, and with zeros when there are no more: it signs nothing.</summary>
public sealed class RecordedSigner(SuiteId suite, ReadOnlyMemory<byte> publicKey) : ISigner
{
    private readonly Queue<byte[]> _signatures = new();

    public SuiteId Suite => suite;

    public ReadOnlyMemory<byte> PublicKey => publicKey;

    /// <summary>Recorded signatures that nobody has asked for.</summary>
    public int Left => _signatures.Count;

    public void Add(byte[] signature) => _signatures.Enqueue(signature);

    public byte[] Sign(ReadOnlySpan<byte> message)
        => _signatures.TryDequeue(out byte[]? signature) ? signature : new byte[SignatureSuites.SignatureSize];
}
