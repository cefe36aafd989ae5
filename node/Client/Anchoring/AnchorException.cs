namespace Ledger.Client;

/// <summary>An anchoring that ended without receipts.</summary>
public sealed class AnchorException(AnchorFault fault, string message) : Exception(message)
{
    public AnchorFault Fault { get; } = fault;
}
