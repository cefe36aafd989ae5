namespace Ledger.Client;

/// <summary>Fills a span with bytes that nobody can guess: <c>RandomNumberGenerator.Fill</c>, or a test's own.</summary>
public delegate void RandomSource(Span<byte> bytes);
