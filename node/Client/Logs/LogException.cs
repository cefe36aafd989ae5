namespace Ledger.Client.Logs;

/// <summary>A log was refused.</summary>
/// <param name="evidence">Both notes of a fork or a rollback; empty for what proves nothing.</param>
public sealed class LogException(LogFault fault, string message, LogEvidence? evidence = null) : Exception(message)
{
    public LogFault Fault { get; } = fault;

    public LogEvidence? Evidence { get; } = evidence;
}
