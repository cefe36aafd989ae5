namespace Ledger.Node.Configuration;

/// <summary>When a batch is closed and sent: at the first bound it reaches.</summary>
public sealed record BatchConfiguration
{
    public int MaxBytes { get; init => field = Bound.Check(value, 4 << 10, 4 << 20); } = 512 << 10;

    /// <summary>On a chain at rest its primary makes an empty block so often, so that statuses can be proven fresh; 0 for never.</summary>
    public int IdleBlockSeconds { get; init => field = Bound.Check(value, 0, 86_400); } = 600;

    public int MaxDelayMs { get; init => field = Bound.Check(value, 0, 10_000); } = 5;
}
