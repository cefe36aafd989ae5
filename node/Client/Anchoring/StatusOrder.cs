using Ledger.Cryptography.Signatures;
using Ledger.Protocol.Statuses;
using Ledger.Protocol.Transactions;

namespace Ledger.Client;

/// <summary>Who changes which statuses.</summary>
/// <param name="Issuer">As the chain has it now.</param>
/// <param name="Signer">Holds the issuer's key.</param>
/// <param name="Changes">1 to 4,096, of different commitments.</param>
/// <param name="ValidForHeights">How many heights from the node's head the transaction may still be included at.</param>
/// <param name="Unlisted">Commitments need not be leaves of the log: they stand under a root, so no node can say whether they do.</param>
public sealed record StatusOrder(
    Issuer Issuer, ISigner Signer, IReadOnlyList<StatusChange> Changes, ulong ValidForHeights, bool Unlisted);
