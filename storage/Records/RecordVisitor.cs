namespace Ledger.Storage.Records;

/// <summary>Sees each record of a log in order while it is opened; the payload is valid during the call only.</summary>
public delegate void RecordVisitor(long offset, RecordFrame frame, ReadOnlySpan<byte> payload);
