using Ledger.Cryptography.Signatures;
using Ledger.Protocol.Governance;
using Ledger.Protocol.Transactions;
using Ledger.Protocol.Validators;

namespace Ledger.Engine.Execution;

/// <summary>The issuers as the last committed block has them, for whoever checks signatures beside the engine.</summary>
/// <remarks>
/// Many threads look, one changes: whoever still sees the book before has checked against an older record, no more. One object for each
/// record, so that a check against it can be recognised: execution looks the record up in the state again, and checks once more if it is
/// another by then.
/// </remarks>
public sealed class IssuerRegistry(Genesis genesis)
{
    private IssuerBook _book = IssuerBook.Of(genesis);

    public Issuer? Find(uint index) => _book.Find(index)?.Record;

    /// <summary>From now on the state has these.</summary>
    public void Take(IssuerBook committed) => _book = committed;

    /// <summary>Checks the signature against the record of whoever the transaction names.</summary>
    public CheckedTransaction Check(SignedTransaction signed, SignatureSuites suites)
        => CheckedTransaction.Check(signed, signed.Transaction.SigningIssuer is { } issuer ? Find(issuer) : null, suites);
}
