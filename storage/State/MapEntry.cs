namespace Ledger.Storage.State;

/// <summary>One entry of the authenticated state.</summary>
public sealed record MapEntry(byte[] Key, byte[] Value);
