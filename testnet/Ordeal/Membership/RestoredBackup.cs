namespace Ledger.Testnet.Ordeal;

/// <summary>One validator's backup, taken while it ran, from which alone it came back.</summary>
/// <param name="Height">What it holds, up to here.</param>
/// <param name="BlocksBehind">How many blocks clients had heard of above that when the validator was killed.</param>
/// <param name="AcknowledgedSince">Transactions acknowledged between the last backup of its region and the kill.</param>
/// <param name="BackupMs">The whole command, which also checks what it wrote.</param>
/// <param name="RestoreMs">The whole command.</param>
public sealed record RestoredBackup(
    string Validator, long Bytes, ulong Height, ulong BlocksBehind, int AcknowledgedSince, double BackupMs, double RestoreMs);
