using Ledger.Protocol.Receipts;

namespace Ledger.Node.Commands;

/// <summary>One check of a receipt.</summary>
internal sealed record StepView(ReceiptCheck Check, bool Passed, ReceiptFault Fault);
