namespace Ledger.Storage;

/// <summary>Something recovery repaired, cut or passed over, for the operator's log.</summary>
/// <param name="File">The file or checkpoint concerned.</param>
/// <param name="Offset">Byte offset, or 0 for the whole file.</param>
/// <param name="What">One sentence.</param>
public sealed record RecoveryNote(string File, long Offset, string What);
