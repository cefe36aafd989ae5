namespace Ledger.Node.Configuration;

/// <summary>The bounds within which calls are served.</summary>
public sealed record RpcConfiguration
{
    /// <summary>Longest request message.</summary>
    public int MaxRequestBytes { get; init => field = Bound.Check(value, 64 << 10, 64 << 20); } = 8 << 20;

    /// <summary>Connections held at once, on both ports together.</summary>
    public int MaxConnections { get; init => field = Bound.Check(value, 1, 100_000); } = 1_024;

    /// <summary>Calls under way at once on one HTTP/2 connection.</summary>
    public int MaxCallsPerConnection { get; init => field = Bound.Check(value, 1, 10_000); } = 256;

    /// <summary>Longest that a call which is no stream may take.</summary>
    public int MaxUnaryTimeMs { get; init => field = Bound.Check(value, 100, 3_600_000); } = 120_000;
}
