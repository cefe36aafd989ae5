namespace Ledger.Node.Commands;

/// <summary>What <c>ledger verify --json</c> answers.</summary>
/// <param name="Commitment">Recomputed from the file; null when the envelope could not be read.</param>
/// <param name="Receipt">Null when the envelope could not be read.</param>
/// <param name="NodeHeight">The state height a node's answer holds for; null when none was asked.</param>
internal sealed record VerifyAnswer(
    string Verdict, string File, string Envelope, string? Commitment, ReceiptView? Receipt, ulong? NodeHeight);
