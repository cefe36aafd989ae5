using Ledger.Cryptography.Signatures;

namespace Ledger.Protocol.Transactions;

/// <summary>A transaction whose signature has been checked against one issuer record, good or not.</summary>
/// <remarks>
/// The edge makes these in parallel; execution looks the issuer up again and trusts the answer only for the same record.
/// </remarks>
/// <param name="Issuer">The record checked against; null when none was registered.</param>
/// <param name="SignatureGood">Whether the signature is that record's key's.</param>
public sealed record CheckedTransaction(SignedTransaction Signed, Issuer? Issuer, bool SignatureGood)
{
    public Transaction Transaction => Signed.Transaction;

    public static CheckedTransaction Check(SignedTransaction signed, Issuer? issuer, SignatureSuites suites)
        => new(signed, issuer, issuer is not null && signed.IsSignedBy(suites, issuer.Suite, issuer.PublicKey.Span));

    /// <summary>The answer for <paramref name="issuer"/>: the one at hand when it is the same record, else computed.</summary>
    public bool IsSignedBy(Issuer issuer, SignatureSuites suites)
        => ReferenceEquals(issuer, Issuer)
            ? SignatureGood
            : Signed.IsSignedBy(suites, issuer.Suite, issuer.PublicKey.Span);
}
