using System.CommandLine;
using Ledger.Cryptography.Signatures;
using Ledger.Engine;
using Ledger.Engine.Backups;
using Ledger.Node.Backups;
using Ledger.Node.Configuration;
using Ledger.Node.Running;

namespace Ledger.Node.Commands;

/// <summary><c>ledger restore</c>: an empty data directory becomes what a backup holds.</summary>
internal static class RestoreCommand
{
    private const string Help =
        "Fills an empty data directory from a backup, every part of which is believed from the genesis on or refused by name. "
        + "A restore that was cut at any point is begun again: until it is complete, 'ledger run' refuses the directory. The journal is "
        + "a new and silent one, as always when promises are lost (PROTOCOL.md D2): a validator fetches what it lacks, rejoins, and "
        + "votes from the next epoch on; an observer follows. Keys are not in a backup.";

    private static readonly Option<string> Config = new("--config")
    {
        Description = "The node's configuration file (JSON).",
        HelpName = "FILE",
        Required = true,
    };

    private static readonly Option<string> In = new("--in") { Description = "The backup.", HelpName = "FILE", Required = true };

    public static Command Create()
    {
        Command command = new("restore", Help) { Config, In, SharedOptions.Json };
        command.SetAction(Run);
        return command;
    }

    private static int Run(ParseResult parsed)
    {
        NodeConfiguration configuration = NodeConfiguration.Load(parsed.GetRequiredValue(Config));
        NodeIdentity identity = NodeFiles.LoadIdentity(configuration);
        string path = parsed.GetRequiredValue(In);
        using FileStream file = new(path, FileMode.Open, FileAccess.Read, FileShare.Read, 1 << 20);
        BackupReader reader = new(file, path);
        reader.ReadHeader(identity.Genesis.ChainId); // before anything is made
        NodeDirectory directory = new(configuration.DataDirectory, identity.Genesis, identity.Name);
        BackupCheck whole = Fill(directory, identity, configuration, reader);
        string folder = configuration.DataDirectory;
        Answer.Give(
            parsed,
            new { Directory = folder, Height = whole.Height.Value, whole.Leaves, BodyHorizon = whole.Horizon.Value },
            [
                $"{folder}: height {whole.Height}, {whole.Leaves} leaves",
                "next: ledger run; a validator votes for nothing before it has rejoined",
            ]);
        return (int)ExitCode.Ok;
    }

    private static BackupCheck Fill(NodeDirectory directory, NodeIdentity identity, NodeConfiguration configuration, BackupReader reader)
    {
        using RestoredDirectory restored = RestoredDirectory.Begin(directory, LostPromises.Incarnation());
        using (LedgerStores stores = directory.Open())
        {
            BackupCheck check = new(identity.Genesis, SignatureSuites.Production, stores, configuration.EngineOptions);
            reader.ReadInto(check);
            restored.IsWhole = true;
            return check;
        }
    }
}
