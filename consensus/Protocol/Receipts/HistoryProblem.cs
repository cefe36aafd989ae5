using Ledger.Protocol.Numbers;

namespace Ledger.Protocol.Receipts;

/// <summary>A fault and the epoch that is not believed because of it.</summary>
public readonly record struct HistoryProblem(HistoryFault Fault, Epoch At)
{
    public static HistoryProblem None => default;

    public bool IsNone => Fault == HistoryFault.None;

    public override string ToString() => IsNone ? "none" : $"{Fault} at epoch {At.Value}";
}
