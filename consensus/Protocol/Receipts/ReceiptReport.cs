using Ledger.Protocol.Blocks;
using Ledger.Protocol.Transactions;

namespace Ledger.Protocol.Receipts;

/// <summary>What was checked of a receipt, in order, up to the first fault; and what it says.</summary>
/// <remarks>What it says is proven only when <see cref="Fault"/> is <see cref="ReceiptFault.None"/>.</remarks>
/// <param name="Header">The block that added the leaf: its height and time are the receipt's.</param>
/// <param name="Issuer">As the history knows it, or null. Name and region are for ever, the key may have been another.</param>
/// <param name="Signers">In the order of the regions' codes.</param>
public sealed record ReceiptReport(
    ReceiptFault Fault,
    IReadOnlyList<ReceiptStep> Steps,
    BlockHeader Header,
    Issuer? Issuer,
    IReadOnlyList<RegionSigners> Signers);
