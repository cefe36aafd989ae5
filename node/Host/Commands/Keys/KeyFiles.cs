using Ledger.Cryptography.Keys;

namespace Ledger.Node.Commands;

/// <summary>Reads a key file; what is wrong with it ends the command with its name.</summary>
internal static class KeyFiles
{
    public static KeyFile Load(string path)
    {
        KeyFileFault fault = KeyFile.Load(path, out KeyFile? key);
        return key ?? throw CommandFailure.OfFile(path, Words(fault));
    }

    /// <summary>What an operator is told of one that is refused.</summary>
    public static string Words(KeyFileFault fault)
        => fault == KeyFileFault.OpenToOthers ? $"{fault}: a key is its owner's alone (chmod 600)" : $"{fault}";
}
