using Ledger.Node.Running;

namespace Ledger.Node.Configuration;

/// <summary>What is logged on standard error, and how; the level is read again on SIGHUP.</summary>
public sealed record LoggingConfiguration
{
    /// <summary>debug, info, warn or error.</summary>
    public LogLevel Level { get; init; } = LogLevel.Info;

    /// <summary>json or text.</summary>
    public LogForm Format { get; init; } = LogForm.Json;
}
