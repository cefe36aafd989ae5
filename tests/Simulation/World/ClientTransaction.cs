using Ledger.Engine.Receipts;
using Ledger.Protocol.Transactions;

namespace Ledger.Simulation.World;

/// <summary>A transaction as its client sees it.</summary>
/// <param name="first">The validator that is sent it first; every further try goes to the next in order.</param>
public sealed class ClientTransaction(CheckedTransaction transaction, int first)
{
    private int _next = first;

    public CheckedTransaction Checked { get; } = transaction;

    public AnchorTransaction Transaction { get; } = (AnchorTransaction)transaction.Transaction;

    /// <summary>Where the first valid receipt said that it is.</summary>
    public TransactionLocator? Acknowledged { get; set; }

    /// <summary>Whether the client's timeout runs.</summary>
    public bool IsWaiting { get; set; }

    /// <summary>Whom to send it to now: after f + 1 tries one of them was honest.</summary>
    public int Next(int validators) => _next++ % validators;

    /// <summary>Acknowledged, or no longer includable anywhere.</summary>
    public bool IsOver(SimulatedWorld world)
        => Acknowledged is not null || world.Checkers.Agreement.Head >= Transaction.ValidUntil.Value;
}
