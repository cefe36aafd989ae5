using Ledger.Client.Logs;

namespace Ledger.Node.Commands;

/// <summary>Keeps what proves a fork or a rollback, beside what was believed before.</summary>
internal static class LogEvidenceFile
{
    /// <summary>Writes it under a name that is free, and says where.</summary>
    /// <param name="path">What the name begins with.</param>
    /// <param name="refused">Has evidence.</param>
    public static LogException Keep(string path, LogException refused)
    {
        string name = $"{path}.{refused.Fault.ToString().ToLowerInvariant()}.json";
        string free = Enumerable.Range(0, int.MaxValue).Select(n => n == 0 ? name : $"{name}.{n}").First(n => !Path.Exists(n));
        NewFile.Write(free, refused.Evidence!.Write());
        return new LogException(refused.Fault, $"{refused.Message}; kept as {free}");
    }
}
