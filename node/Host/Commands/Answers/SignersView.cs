namespace Ledger.Node.Commands;

/// <summary>Who signed in one region, and how many had to.</summary>
internal sealed record SignersView(string Region, int Minimum, IReadOnlyList<string> Names);
