namespace Ledger.Node.Configuration;

/// <summary>The bounds of what waits to be ordered; beyond them a submission is answered POOL_FULL.</summary>
public sealed record PoolConfiguration
{
    public int MaxTransactions { get; init => field = Bound.Check(value, 1, 10_000_000); } = 16_384;

    public long MaxBytes { get; init => field = Bound.Check(value, 1L << 20, 64L << 30); } = 32L << 20;
}
