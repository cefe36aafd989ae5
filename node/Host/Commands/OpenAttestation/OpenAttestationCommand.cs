using System.CommandLine;

namespace Ledger.Node.Commands;

/// <summary><c>ledger openattestation</c>: documents as Singapore's OpenAttestation v2 has them. Asks no node.</summary>
internal static class OpenAttestationCommand
{
    public static Command Create() => new("openattestation", "Wraps, obfuscates and verifies OpenAttestation v2 documents.")
    {
        OpenAttestationWrapCommand.Create(),
        OpenAttestationObfuscateCommand.Create(),
        OpenAttestationVerifyCommand.Create(),
    };
}
