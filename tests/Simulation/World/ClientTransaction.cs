using Ledger.Engine.Receipts;
using Ledger.Protocol.Transactions;

namespace Ledger.Simulation.World;

/// <summary>A transaction as its client sees it.</summary>
public sealed class ClientTransaction(CheckedTransaction transaction)
{
    public CheckedTransaction Checked { get; } = transaction;

    public Transaction Transaction => Checked.Transaction;

    /// <summary>Where the first valid receipt said that it is.</summary>
    public TransactionLocator? Acknowledged { get; set; }

    /// <summary>Whether the client's timeout runs.</summary>
    public bool IsWaiting { get; set; }

    /// <summary>Acknowledged, or no longer includable anywhere.</summary>
    public bool IsOver(SimulatedWorld world)
        => Acknowledged is not null || world.Checkers.Agreement.Head >= Transaction.ValidUntil.Value;
}
