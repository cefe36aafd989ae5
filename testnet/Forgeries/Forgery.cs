namespace Ledger.Testnet.Forgeries;

/// <summary>A way to forge the files of one document, and what <c>ledger verify</c> must call it.</summary>
/// <param name="Name">What was done, for the list of what was planted.</param>
/// <param name="Verdict">The verdict's word, without what it adds.</param>
/// <param name="Plant">Changes the document or the envelope beside it.</param>
public sealed record Forgery(string Name, string Verdict, Action<ForgedFiles> Plant);
