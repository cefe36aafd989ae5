namespace Ledger.Node.Running;

/// <summary>How much a line matters; a log writes its level and what is above.</summary>
public enum LogLevel
{
    Debug,
    Info,
    Warn,
    Error,
}
