using Ledger.Cryptography.Signatures;
using Ledger.Protocol.Transactions;

namespace Ledger.Client;

/// <summary>Who anchors, and under which terms.</summary>
/// <param name="Issuer">As the genesis registers it.</param>
/// <param name="Signer">Holds the issuer's key.</param>
/// <param name="Terms">Document type and validity, shared by all documents of the order.</param>
/// <param name="ValidForHeights">How many heights from the node's head the transaction may still be included at.</param>
public sealed record AnchorOrder(Issuer Issuer, ISigner Signer, AnchorTerms Terms, ulong ValidForHeights);
