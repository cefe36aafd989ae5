using Ledger.Protocol.Receipts;

namespace Ledger.Client;

/// <summary>A verdict with the checks it comes from.</summary>
/// <param name="Receipt">What was checked of the receipt, in order.</param>
/// <param name="Detail">The fault of an invalid receipt, field of an invalid envelope or number of an unknown epoch, else empty.</param>
public sealed record DocumentReport(Verdict Verdict, ReceiptReport Receipt, string Detail = "");
