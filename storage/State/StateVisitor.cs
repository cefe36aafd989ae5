namespace Ledger.Storage.State;

/// <summary>Sees one entry of a scan; the spans are valid during the call only.</summary>
public delegate void StateVisitor(ReadOnlySpan<byte> key, ReadOnlySpan<byte> value);
