namespace Ledger.Client.Logs;

/// <summary>What a mirror had, and has now.</summary>
/// <param name="Before">Leaves before; 0 for a new one.</param>
/// <param name="Newest">The checkpoint that every leaf up to it was hashed to.</param>
public sealed record MirrorReport(ulong Before, SeenCheckpoint Newest);
