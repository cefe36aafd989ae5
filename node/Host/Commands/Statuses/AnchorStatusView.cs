using Ledger.Protocol.Receipts;

namespace Ledger.Node.Commands;

/// <summary>A proven status as --json gives it.</summary>
/// <param name="Height">The block by whose state it is proven, and that block's time.</param>
/// <param name="Since">The time of the change that made it so; null when its issuer never said anything of it.</param>
internal sealed record AnchorStatusView(
    uint IssuerIndex,
    string Commitment,
    string Status,
    string? Reason,
    ulong Height,
    DateTimeOffset Time,
    ulong? ChangedAtHeight,
    DateTimeOffset? Since,
    string? Successor)
{
    public static AnchorStatusView Of(ProvenStatus status) => new(
        status.Issuer,
        $"{status.Commitment}",
        Telemetry.Words.Of(status.Status),
        status.Entry is { } entry ? Telemetry.Words.Of(entry.Reason) : null,
        status.Height.Value,
        ReceiptView.TimeOf(status.TimeMs),
        status.Entry?.Height.Value,
        status.Entry is { } changed ? ReceiptView.TimeOf(changed.TimeMs) : null,
        status.Entry?.Successor?.ToString());
}
