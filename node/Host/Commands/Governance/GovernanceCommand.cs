using System.CommandLine;

namespace Ledger.Node.Commands;

/// <summary><c>ledger governance</c>: what the operators of a chain decide together.</summary>
internal static class GovernanceCommand
{
    public static Command Create() => new(
        "governance",
        "Changes who validates and by which parameters. One operator proposes a change as a file; the file travels, and each "
        + "operator signs it with operator.key, off-line; when a quorum with every region's minimum has signed, anybody submits it.")
    {
        ProposeCommand.Create(),
        SignCommand.Create(),
        SubmitCommand.Create(),
        ShowCommand.Create(),
    };
}
