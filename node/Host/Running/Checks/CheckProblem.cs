namespace Ledger.Node.Running;

/// <summary>One thing that keeps a validator from starting, or that its operator should know.</summary>
/// <param name="Code">Stable, for scripts: CONFIGURATION, GENESIS, KEY, PEERS, CERTIFICATE, PERMISSIONS, PORT, DATA, DISK.</param>
/// <param name="Subject">The file, field or address it is about.</param>
/// <param name="IsWarning">The validator would start all the same.</param>
public sealed record CheckProblem(string Code, string Subject, string Reason, bool IsWarning = false);
