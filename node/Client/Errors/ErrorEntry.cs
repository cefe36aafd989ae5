namespace Ledger.Client.Errors;

/// <summary>What the world is told under one <see cref="ErrorCode"/>.</summary>
/// <param name="Name">The stable name, which messages start with: <c>BAD_SIGNATURE</c>.</param>
/// <param name="Http">The HTTP status of the JSON form.</param>
/// <param name="English">One sentence for people.</param>
/// <param name="Chinese">The same in simplified Chinese.</param>
/// <param name="Remedy">What the caller can do about it.</param>
/// <param name="RemedyZh">The same in simplified Chinese.</param>
/// <param name="RetryAfter">How long to wait before the same call may succeed; null when repeating it is no remedy.</param>
public sealed record ErrorEntry(
    ErrorCode Code,
    string Name,
    GrpcStatus Status,
    int Http,
    string English,
    string Chinese,
    string Remedy,
    string RemedyZh,
    TimeSpan? RetryAfter = null);
