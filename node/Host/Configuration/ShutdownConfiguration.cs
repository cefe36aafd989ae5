namespace Ledger.Node.Configuration;

/// <summary>How a node ends when it is told to.</summary>
public sealed record ShutdownConfiguration
{
    /// <summary>Most a stopping node may be patient.</summary>
    public const int LongestDrainMs = 600_000;

    /// <summary>How long it waits for the transactions it admitted to be committed; 0 for not at all.</summary>
    public int DrainTimeoutMs { get; init => field = Bound.Check(value, 0, LongestDrainMs); } = 10_000;
}
