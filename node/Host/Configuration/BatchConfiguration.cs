namespace Ledger.Node.Configuration;

/// <summary>When a batch is closed and sent: at the first bound it reaches.</summary>
public sealed record BatchConfiguration
{
    public int MaxTransactions { get; init => field = Bound.Check(value, 1, 65_536); } = 1_024;

    public int MaxBytes { get; init => field = Bound.Check(value, 4 << 10, 4 << 20); } = 1 << 20;

    public int MaxDelayMs { get; init => field = Bound.Check(value, 0, 10_000); } = 5;
}
