using System.Globalization;
using Ledger.Testnet.Network;

namespace Ledger.Testnet.Measure;

/// <summary>Processor time of the nodes, from /proc/PID/stat.</summary>
public static class ProcessTime
{
    // USER_HZ: the unit of /proc, 100 on every architecture Linux runs .NET on.
    private const double TicksPerSecond = 100;

    // Counted after the command name, which may hold spaces: proc(5) fields 14 (utime) and 15 (stime).
    private const int UserField = 11;
    private const int SystemField = 12;

    /// <summary>Seconds all running nodes together have used since they were started.</summary>
    public static double SecondsOf(TestNetwork network) => network.Running.Sum(n => SecondsOf(n.ProcessId));

    /// <summary>Seconds one process has used since it was started.</summary>
    public static double SecondsOf(int processId)
    {
        string stat = File.ReadAllText($"/proc/{processId}/stat");
        string[] fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
        return (Ticks(fields[UserField]) + Ticks(fields[SystemField])) / TicksPerSecond;
    }

    private static double Ticks(string field) => double.Parse(field, CultureInfo.InvariantCulture);
}
