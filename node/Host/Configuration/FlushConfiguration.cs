namespace Ledger.Node.Configuration;

/// <summary>How much one turn of the engine, and so one flush of the journal, may cover.</summary>
public sealed record FlushConfiguration
{
    public int MaxInputsPerTurn { get; init => field = Bound.Check(value, 1, 1 << 20); } = 4_096;

    /// <summary>How long a turn waits for company before it flushes; 0 flushes at once.</summary>
    public int MaxWaitUs { get; init => field = Bound.Check(value, 0, 100_000); }
}
