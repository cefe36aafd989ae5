namespace Ledger.Testnet.Load;

/// <summary>An open-loop load: when each transaction is due is settled before the first is sent.</summary>
/// <param name="TransactionsPerSecond">How many are due in each second, evenly spaced.</param>
/// <param name="Commitments">How many commitments each transaction lists.</param>
/// <param name="WarmUp">Load before the measured window, which counts for nothing.</param>
/// <param name="Measured">The window that figures are of.</param>
public sealed record LoadPlan(double TransactionsPerSecond, int Commitments, TimeSpan WarmUp, TimeSpan Measured)
{
    /// <summary>A transaction without a receipt after this long has failed.</summary>
    public TimeSpan Deadline { get; init; } = TimeSpan.FromSeconds(30);

    public TimeSpan Duration => WarmUp + Measured;

    public int Transactions => (int)Math.Ceiling(TransactionsPerSecond * Duration.TotalSeconds);

    /// <summary>When a transaction is due, counted from the start of the load.</summary>
    public TimeSpan DueAt(int transaction) => TimeSpan.FromSeconds(transaction / TransactionsPerSecond);

    public bool IsMeasured(TimeSpan time) => time >= WarmUp && time < Duration;
}
