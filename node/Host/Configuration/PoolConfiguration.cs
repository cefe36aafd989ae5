namespace Ledger.Node.Configuration;

/// <summary>The bounds of what waits to be ordered; beyond them a submission is answered Full.</summary>
public sealed record PoolConfiguration
{
    public int MaxTransactions { get; init => field = Bound.Check(value, 1, 10_000_000); } = 100_000;

    public long MaxBytes { get; init => field = Bound.Check(value, 1L << 20, 64L << 30); } = 256L << 20;
}
