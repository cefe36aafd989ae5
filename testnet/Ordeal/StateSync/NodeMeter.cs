using System.Globalization;
using Ledger.Testnet.Measure;
using Ledger.Testnet.Network;

namespace Ledger.Testnet.Ordeal;

/// <summary>What one node uses over all its lives, from /proc; a life is added up before it ends.</summary>
internal sealed class NodeMeter(ValidatorNode node)
{
    private double _cpuOfEndedLives;
    private double _peakMib;

    /// <summary>Processor time, user and system, .NET's start included.</summary>
    public double CpuSeconds => Math.Round(_cpuOfEndedLives + (node.IsRunning ? ProcessTime.SecondsOf(node.ProcessId) : 0), 2);

    /// <summary>Most resident memory of any life (VmHWM).</summary>
    public double PeakMib
    {
        get
        {
            Look();
            return _peakMib;
        }
    }

    /// <summary>To be called right before a life is ended.</summary>
    public void EndLife()
    {
        Look();
        _cpuOfEndedLives += ProcessTime.SecondsOf(node.ProcessId);
    }

    private void Look()
    {
        string? line = node.IsRunning
            ? File.ReadLines($"/proc/{node.ProcessId}/status").FirstOrDefault(l => l.StartsWith("VmHWM:", StringComparison.Ordinal))
            : null;
        if (line is not null)
        {
            string kib = line.Split([' ', '\t'], StringSplitOptions.RemoveEmptyEntries)[1];
            _peakMib = Math.Max(_peakMib, Math.Round(double.Parse(kib, CultureInfo.InvariantCulture) / 1024, 1));
        }
    }
}
