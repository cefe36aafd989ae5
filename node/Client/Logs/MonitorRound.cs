namespace Ledger.Client.Logs;

/// <summary>What one look at every source came to.</summary>
/// <param name="State">What to keep; after an alarm the largest checkpoint is still the one before.</param>
/// <param name="Alarms">Forks and rollbacks, each with its evidence.</param>
/// <param name="Troubles">Sources that showed nothing to believe, and comparisons that nobody's tiles allowed this time.</param>
public sealed record MonitorRound(MonitorState State, IReadOnlyList<LogException> Alarms, IReadOnlyList<LogException> Troubles);
