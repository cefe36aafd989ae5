using Ledger.Protocol.Receipts;

namespace Ledger.Client;

/// <summary>A verdict with the checks it comes from.</summary>
/// <param name="Receipt">What was checked of the receipt, in order.</param>
/// <param name="Detail">
/// The fault of an invalid receipt or status, field of an invalid envelope, number of an unknown epoch, successor's commitment or what a
/// stale status lacks; else empty.
/// </param>
public sealed record DocumentReport(Verdict Verdict, ReceiptReport Receipt, string Detail = "")
{
    /// <summary>What was checked behind the receipt, in order, up to the first failure; none for a bad receipt.</summary>
    public IReadOnlyList<DocumentStep> Steps { get; init; } = [];

    /// <summary>Null when there was no proof of it, or one that does not hold.</summary>
    public ProvenStatus? Status { get; init; }
}
