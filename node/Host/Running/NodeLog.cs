using System.Text.Json;

namespace Ledger.Node.Running;

/// <summary>One JSON line an event on standard error. It names validators, heights and faults, never documents or people.</summary>
public sealed class NodeLog(string validator)
{
    private readonly Lock _gate = new();

    public void Info(string message) => Write("info", message);

    public void Warn(string message) => Write("warn", message);

    public void Error(string message) => Write("error", message);

    private void Write(string level, string message)
    {
        string line = JsonSerializer.Serialize(new { time = DateTimeOffset.UtcNow, level, validator, message });
        lock (_gate)
        {
            Console.Error.WriteLine(line);
        }
    }
}
