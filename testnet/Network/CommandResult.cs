namespace Ledger.Testnet.Network;

/// <summary>How a command ended and what it printed.</summary>
public sealed record CommandResult(int ExitCode, string Output, string Errors);
