using System.CommandLine;

namespace Ledger.Node.Commands;

/// <summary><c>ledger log</c>: what anybody may do with the public log, without trusting whoever serves it.</summary>
internal static class LogCommand
{
    public static Command Create() => new(
        "log", "Copies, watches and proves from the public log (C2SP); trusts a policy file, and no server.")
    {
        LogPolicyCommand.Create(),
        LogMirrorCommand.Create(),
        LogProofCommand.Create(),
        LogVerifyProofCommand.Create(),
        LogMonitorCommand.Create(),
        LogCosignCommand.Create(),
    };
}
