using Ledger.Cryptography.Keys;

namespace Ledger.Node.Commands;

/// <summary>Reads what stands for a key; what is wrong with it ends the command with its name.</summary>
internal static class KeyFiles
{
    public static SigningKeyFile Load(string path)
    {
        KeyFileFault fault = SigningKeyFile.Load(path, out SigningKeyFile? key);
        return key ?? throw CommandFailure.OfFile(path, Words(fault));
    }

    /// <summary>What an operator is told of one that is refused.</summary>
    public static string Words(KeyFileFault fault)
        => fault switch
        {
            KeyFileFault.OpenToOthers => $"{fault}: a key is its owner's alone (chmod 600)",
            KeyFileFault.SignsNothing => $"{fault}: it is a key for TLS, or a pair that cosigns",
            _ => $"{fault}",
        };
}
