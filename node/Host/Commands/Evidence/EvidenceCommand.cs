using System.CommandLine;

namespace Ledger.Node.Commands;

/// <summary><c>ledger evidence</c>: what proves that a validator broke the protocol.</summary>
internal static class EvidenceCommand
{
    public static Command Create() => new("evidence", "Checks evidence that a validator broke the protocol.")
    {
        EvidenceVerifyCommand.Create(),
    };
}
