using System.CommandLine;

namespace Ledger.Node.Commands;

/// <summary><c>ledger fields</c>: commits to a document's fields, so that some can be shown and others stay hidden. Asks no node.</summary>
internal static class FieldsCommand
{
    public static Command Create() => new(
        "fields", "Commits to the fields of a JSON document, shows some of them, and verifies what is shown.")
    {
        FieldsCommitCommand.Create(),
        FieldsDiscloseCommand.Create(),
        FieldsVerifyCommand.Create(),
    };
}
