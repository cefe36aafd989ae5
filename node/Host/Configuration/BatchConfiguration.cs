namespace Ledger.Node.Configuration;

/// <summary>When a batch is closed and sent: at the first bound it reaches.</summary>
public sealed record BatchConfiguration
{
    public int MaxBytes { get; init => field = Bound.Check(value, 4 << 10, 4 << 20); } = 512 << 10;

    public int MaxDelayMs { get; init => field = Bound.Check(value, 0, 10_000); } = 5;
}
