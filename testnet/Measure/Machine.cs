using System.Runtime.InteropServices;

namespace Ledger.Testnet.Measure;

/// <summary>What a measurement was made on.</summary>
public sealed record Machine(string Cpu, int Cores, double MemoryGib, string System, string Kernel, string Runtime)
{
    public static Machine Current() => new(
        Field("/proc/cpuinfo", "model name"),
        Environment.ProcessorCount,
        Math.Round(GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / (double)(1L << 30), 1),
        RuntimeInformation.OSDescription,
        Environment.OSVersion.VersionString,
        RuntimeInformation.FrameworkDescription);

    private static string Field(string file, string name)
        => File.ReadLines(file).FirstOrDefault(l => l.StartsWith(name, StringComparison.Ordinal)) is { } line
            ? line[(line.IndexOf(':') + 1)..].Trim()
            : RuntimeInformation.ProcessArchitecture.ToString();
}
