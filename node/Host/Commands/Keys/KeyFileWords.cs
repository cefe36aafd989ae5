using Ledger.Cryptography.Keys;

namespace Ledger.Node.Commands;

/// <summary>What an operator is told of a key file that is refused.</summary>
internal static class KeyFileWords
{
    public static string Of(KeyFileFault fault)
        => fault == KeyFileFault.OpenToOthers ? $"{fault}: a key is its owner's alone (chmod 600)" : $"{fault}";
}
