using System.CommandLine;
using System.CommandLine.Help;

namespace Ledger.Node.Commands;

/// <summary>The commands of <c>ledger</c>: one line and one file for each verb.</summary>
internal static class CommandTree
{
    /// <summary>Built once: parsing and running only read it.</summary>
    public static RootCommand Root { get; } = WithExitCodes(new RootCommand(
        "ledger: a permissioned PBFT ledger node that anchors salted document fingerprints, and its tools.")
    {
        KeyCommand.Create(),
        GenesisCommand.Create(),
        InitCommand.Create(),
        GovernanceCommand.Create(),
        RunCommand.Create(),
        FsckCommand.Create(),
        BackupCommand.Create(),
        RestoreCommand.Create(),
        AnchorCommand.Create(),
        AnchorRootCommand.Create(),
        StatusCommands.Revoke(),
        StatusCommands.Suspend(),
        StatusCommands.Reinstate(),
        StatusCommands.Supersede(),
        RefreshCommand.Create(),
        ReceiptCommand.Create(),
        QrCommand.Create(),
        ExportCommand.Create(),
        EpochsCommand.Create(),
        IssuersCommand.Create(),
        LightCommand.Create(),
        AuditCommand.Create(),
        LogCommand.Create(),
        WitnessCommand.Create(),
        VerifyCommand.Create(),
        FieldsCommand.Create(),
        OpenAttestationCommand.Create(),
        VerifierPageCommand.Create(),
        EvidenceCommand.Create(),
        ReplayCommand.Create(),
        CheckCommand.Create(),
        StatusCommand.Create(),
        HealthCommand.Create(),
    });

    private static RootCommand WithExitCodes(RootCommand root)
    {
        HelpOption help = root.Options.OfType<HelpOption>().Single();
        help.Action = new HelpWithExitCodes((HelpAction)help.Action!);
        return root;
    }
}
