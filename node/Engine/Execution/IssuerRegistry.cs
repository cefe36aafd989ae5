using Ledger.Cryptography.Signatures;
using Ledger.Protocol.Transactions;

namespace Ledger.Engine.Execution;

/// <summary>The registered issuers by index; one object for each record, so that a check against it can be recognised.</summary>
public sealed class IssuerRegistry(IEnumerable<Issuer> issuers)
{
    private readonly Dictionary<uint, Issuer> _byIndex = issuers.ToDictionary(i => i.Index);

    public Issuer? Find(uint index) => _byIndex.GetValueOrDefault(index);

    /// <summary>Checks the signature against the record of whoever the transaction names.</summary>
    public CheckedTransaction Check(SignedTransaction signed, SignatureSuites suites)
        => CheckedTransaction.Check(signed, signed.Transaction is AnchorTransaction anchor ? Find(anchor.Issuer) : null, suites);
}
