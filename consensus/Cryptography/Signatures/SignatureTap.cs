namespace Ledger.Cryptography.Signatures;

/// <summary>Signs as another does, and shows each signature to a recorder: a replay has no key.</summary>
public sealed class SignatureTap(ISigner inner) : ISigner
{
    public SuiteId Suite => inner.Suite;

    public ReadOnlyMemory<byte> PublicKey => inner.PublicKey;

    /// <summary>Told of each signature; nobody listens until it is set.</summary>
    public Action<byte[]>? Signed { get; set; }

    public byte[] Sign(ReadOnlySpan<byte> message)
    {
        byte[] signature = inner.Sign(message);
        Signed?.Invoke(signature);
        return signature;
    }
}
