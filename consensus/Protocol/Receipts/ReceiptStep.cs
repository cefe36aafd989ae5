namespace Ledger.Protocol.Receipts;

/// <summary>One check that was made and what it found.</summary>
public readonly record struct ReceiptStep(ReceiptCheck Check, ReceiptFault Fault)
{
    public bool Passed => Fault == ReceiptFault.None;
}
