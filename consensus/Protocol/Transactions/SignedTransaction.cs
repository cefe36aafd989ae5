using Ledger.Cryptography.Hashing;
using Ledger.Cryptography.Signatures;
using Ledger.Protocol.Encoding;

namespace Ledger.Protocol.Transactions;

/// <summary>A transaction with its issuer's signature, not yet checked against the issuer's registered key.</summary>
/// <remarks>
/// The signature covers (domain tag, chain id, transaction id), never the long bytes (PROTOCOL.md section 3).
/// Wire: u32 length and canonical bytes, suite u8, signature 64.
/// </remarks>
public sealed record SignedTransaction(Transaction Transaction, SuiteId Suite, ReadOnlyMemory<byte> Signature)
{
    public const int MaximumBytes = 4 + Transaction.MaximumBytes + 1 + SignatureSuites.SignatureSize;

    private static readonly byte[] DomainTag = "ledger/tx/v1\0\0\0\0"u8.ToArray();

    public static SignedTransaction Sign(Transaction transaction, ISigner signer)
        => new(transaction, signer.Suite, signer.Sign(SignedBytes(transaction)));

    /// <summary>Of a transaction that carries the signatures it needs: suite 0 and 64 zero bytes in their place.</summary>
    public static SignedTransaction Unsigned(Transaction transaction)
        => new(transaction, SuiteId.None, new byte[SignatureSuites.SignatureSize]);

    public bool IsSignedBy(SignatureSuites suites, SuiteId suite, ReadOnlySpan<byte> publicKey)
        => suite == Suite && suites.Verify(suite, publicKey, SignedBytes(Transaction), Signature.Span);

    public void Write(WireWriter writer)
        => writer.Block(Transaction.Bytes.Span).U8((byte)Suite).Raw(Signature.Span);

    public byte[] Encode()
    {
        WireWriter writer = new(Transaction.Bytes.Length + 80);
        Write(writer);
        return writer.ToArray();
    }

    public static DecodeFault TryDecode(ReadOnlyMemory<byte> bytes, out SignedTransaction? signed)
    {
        WireReader reader = new(bytes.Span);
        signed = Read(ref reader, bytes);
        DecodeFault fault = reader.Finish();
        signed = fault == DecodeFault.None ? signed : null;
        return fault;
    }

    /// <summary>Reads one transaction where <paramref name="reader"/> stands; <paramref name="whole"/> is what it reads.</summary>
    public static SignedTransaction? Read(ref WireReader reader, ReadOnlyMemory<byte> whole)
    {
        int length = reader.Count(Transaction.MaximumBytes);
        int start = whole.Length - reader.Remaining;
        ReadOnlySpan<byte> canonical = reader.Take(length);
        SuiteId suite = (SuiteId)reader.U8();
        byte[] signature = reader.Take(SignatureSuites.SignatureSize).ToArray();
        if (reader.Failed)
        {
            return null;
        }

        DecodeFault fault = Transaction.TryDecode(whole.Slice(start, canonical.Length), out Transaction? transaction);
        reader.Require(fault == DecodeFault.None, fault);
        return transaction is null ? null : new SignedTransaction(transaction, suite, signature);
    }

    private static byte[] SignedBytes(Transaction transaction)
    {
        byte[] bytes = new byte[16 + 32 + 32];
        DomainTag.CopyTo(bytes, 0);
        transaction.ChainId.CopyTo(bytes.AsSpan(16));
        transaction.Id.CopyTo(bytes.AsSpan(48));
        return bytes;
    }
}
