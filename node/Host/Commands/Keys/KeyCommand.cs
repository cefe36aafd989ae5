using System.CommandLine;

namespace Ledger.Node.Commands;

/// <summary><c>ledger key</c>: makes keys and shows what is public of them.</summary>
internal static class KeyCommand
{
    public static Command Create() => new("key", "Makes keys and shows what is public of them.")
    {
        KeyNewCommand.Create(),
        KeyRotateCommand.Create(),
        KeyProveCommand.Create(),
        KeyExportPublicCommand.Create(),
        KeyInspectCommand.Create(),
    };
}
