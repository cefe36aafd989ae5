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

    public IEnumerable<string> Lines(bool chinese = false)
        => [.. chinese ? ChineseFields() : Fields(), .. Steps.Select(step => StepWords.Line(step, chinese))];

    private IEnumerable<string> Fields()
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
    }

    private IEnumerable<string> ChineseFields()
    {
        yield return $"  链           {ChainId}";
        yield return $"  区块         高度 {Height}，{Time:yyyy-MM-dd'T'HH:mm:ss.fff'Z'}";
        yield return $"  交易         {TransactionId}，日志第 {LeafIndex} 项";
        yield return $"  存证指纹     {Commitment}";
        yield return $"  签发人       {IssuerIndex} {IssuerName ?? "（未知）"} {IssuerRegion}".TrimEnd();
        yield return $"  文件         类型 {DocumentType}，有效期 {Day(ValidFrom, "不限")} 至 {Day(ValidTo, "不限")}";
        foreach (SignersView signers in Signers)
        {
            yield return $"  签名法域     {signers.Region}：{string.Join("、", signers.Names)}（{signers.Names.Count} 个，至少 {signers.Minimum} 个）";
        }
    }

    /// <summary>A header is only believed after its checks, so its time may be any number.</summary>
    public static DateTimeOffset TimeOf(ulong milliseconds)
        => milliseconds <= (ulong)DateTimeOffset.MaxValue.ToUnixTimeMilliseconds()
            ? DateTimeOffset.FromUnixTimeMilliseconds((long)milliseconds)
            : DateTimeOffset.MaxValue;

    private static DateTimeOffset? SecondsOrNone(uint seconds)
        => seconds == 0 ? null : DateTimeOffset.FromUnixTimeSeconds(seconds);

    private static string Day(DateTimeOffset? time, string none = "ever") => time is { } t ? $"{t:yyyy-MM-dd'T'HH:mm:ss'Z'}" : none;
}
