using Ledger.Protocol.Receipts;

namespace Ledger.Node.Commands;

/// <summary>What a receipt says, and which checks it passed, as --json gives it.</summary>
/// <param name="Fault">The first check's fault, in the words of <see cref="ReceiptFault"/>; null when not checked.</param>
internal sealed record ReceiptView(
    string ChainId,
    ulong Height,
    DateTimeOffset Time,
    string TransactionId,
    ulong LeafIndex,
    string Commitment,
    uint IssuerIndex,
    string? IssuerName,
    string? IssuerRegion,
    int DocumentType,
    DateTimeOffset? ValidFrom,
    DateTimeOffset? ValidTo,
    ReceiptFault? Fault,
    IReadOnlyList<StepView> Steps,
    IReadOnlyList<SignersView> Signers)
{
    /// <param name="report">Null when there was no genesis to check against.</param>
    public static ReceiptView Of(Receipt receipt, ReceiptReport? report) => new(
        $"{receipt.Header.ChainId}",
        receipt.Header.Height.Value,
        TimeOf(receipt.Header.TimeMs),
        $"{receipt.TransactionId}",
        receipt.Proof.LeafIndex,
        $"{receipt.Leaf.Commitment}",
        receipt.Leaf.Issuer,
        report?.Issuer?.Name,
        report?.Issuer?.Region.Code,
        receipt.Leaf.Terms.DocumentType,
        SecondsOrNone(receipt.Leaf.Terms.ValidFromSeconds),
        SecondsOrNone(receipt.Leaf.Terms.ValidToSeconds),
        report?.Fault,
        [.. (report?.Steps ?? []).Select(step => new StepView(step.Check, step.Passed, step.Fault))],
        [.. (report?.Signers ?? []).Select(s => new SignersView(s.Region.Code, s.Minimum, s.Names))]);

    public IEnumerable<string> Lines()
    {
        yield return $"  chain        {ChainId}";
        yield return $"  block        height {Height}, {Time:yyyy-MM-dd'T'HH:mm:ss.fff'Z'}";
        yield return $"  transaction  {TransactionId}, leaf {LeafIndex} of the log";
        yield return $"  commitment   {Commitment}";
        yield return $"  issuer       {IssuerIndex} {IssuerName ?? "(unknown)"} {IssuerRegion}".TrimEnd();
        yield return $"  document     type {DocumentType}, valid from {Day(ValidFrom)} to {Day(ValidTo)}";
        foreach (SignersView signers in Signers)
        {
            yield return $"  signed in    {signers.Region}: {string.Join(", ", signers.Names)}"
                + $" ({signers.Names.Count}, at least {signers.Minimum})";
        }

        foreach (StepView step in Steps)
        {
            yield return step.Passed ? $"  ok           {step.Check}" : $"  FAILED       {step.Check}: {step.Fault}";
        }
    }

    /// <summary>A header is only believed after its checks, so its time may be any number.</summary>
    private static DateTimeOffset TimeOf(ulong milliseconds)
        => milliseconds <= (ulong)DateTimeOffset.MaxValue.ToUnixTimeMilliseconds()
            ? DateTimeOffset.FromUnixTimeMilliseconds((long)milliseconds)
            : DateTimeOffset.MaxValue;

    private static DateTimeOffset? SecondsOrNone(uint seconds)
        => seconds == 0 ? null : DateTimeOffset.FromUnixTimeSeconds(seconds);

    private static string Day(DateTimeOffset? time) => time is { } t ? $"{t:yyyy-MM-dd'T'HH:mm:ss'Z'}" : "ever";
}
