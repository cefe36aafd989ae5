using System.CommandLine;
using Ledger.Client;
using Ledger.Client.V1;
using Ledger.Cryptography.Signatures;
using Ledger.Engine;
using Ledger.Engine.Backups;
using Ledger.Node.Backups;
using Ledger.Node.Configuration;
using Ledger.Node.Running;
using Ledger.Storage.Devices;

namespace Ledger.Node.Commands;

/// <summary><c>ledger backup</c>: what a running node knows, as one file that is checked like a snapshot from a stranger.</summary>
internal static class BackupCommand
{
    private const string Help =
        "Writes what a running node knows to one file: every block, proof and entry of its state at one height, and the "
        + "transactions of the blocks that it keeps them of. It asks the node, which goes on meanwhile, from the same machine and as "
        + "somebody who may read its data directory. FILE.partial becomes FILE when it is whole, durable, and follows from the genesis. "
        + "It holds no keys and no journal: an older copy of promises is never safe (PROTOCOL.md D2). With --check a file is checked, "
        + "and no node is asked.";

    private static readonly Option<string> Config = new("--config")
    {
        Description = "The node's configuration file (JSON).",
        HelpName = "FILE",
        Required = true,
    };

    private static readonly Option<string?> Out = new("--out")
    {
        Description = "The backup to write; nothing is overwritten.",
        HelpName = "FILE",
    };

    private static readonly Option<string?> Check = new("--check") { Description = "A backup to check instead.", HelpName = "FILE" };

    public static Command Create()
    {
        Command command = new("backup", Help) { Config, Out, Check, SharedOptions.Json };
        command.SetAction(RunAsync);
        return command;
    }

    private static async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellation)
    {
        NodeConfiguration configuration = NodeConfiguration.Load(parsed.GetRequiredValue(Config));
        NodeIdentity identity = NodeFiles.LoadIdentity(configuration);
        if (parsed.GetValue(Check) is { } given && parsed.GetValue(Out) is null)
        {
            Give(parsed, given, Judge(given, identity));
            return (int)ExitCode.Ok;
        }

        string path = parsed.GetValue(Out) is { } named && parsed.GetValue(Check) is null
            ? Path.GetFullPath(named)
            : throw CommandFailure.Usage("either --out or --check is needed");
        if (Path.Exists(path))
        {
            throw CommandFailure.OfFile(path, "exists already: nothing is overwritten");
        }

        Give(parsed, path, await MakeAsync(path, configuration, identity, cancellation));
        return (int)ExitCode.Ok;
    }

    private static async Task<BackupCheck> MakeAsync(
        string path, NodeConfiguration configuration, NodeIdentity identity, CancellationToken cancellation)
    {
        NodeDirectory directory = new(configuration.DataDirectory, identity.Genesis, identity.Name);
        string partial = path + ".partial";
        File.Delete(partial);
        try
        {
            using (LedgerRpcClient node = OwnNode.Connect(configuration))
            {
                await FetchAsync(node, directory.OperatorToken, partial, cancellation);
            }

            BackupCheck whole = Judge(partial, identity);
            File.Move(partial, path, overwrite: false);
            new FileDirectory(Path.GetDirectoryName(path)!).FlushDirectory();
            return whole;
        }
        finally
        {
            File.Delete(partial); // of no use when it is not whole
        }
    }

    /// <summary>Durable when it returns; for its owner only, as the data directory is.</summary>
    private static async Task FetchAsync(LedgerRpcClient node, byte[] token, string partial, CancellationToken cancellation)
    {
        FileStreamOptions options = new() { Mode = FileMode.CreateNew, Access = FileAccess.Write, BufferSize = 1 << 20 };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        await using FileStream file = new(partial, options);
        await foreach (BackupBytes chunk in node.BackupAsync(token, cancellation))
        {
            await file.WriteAsync(chunk.Data.Memory, cancellation);
        }

        file.Flush(flushToDisk: true);
    }

    /// <summary>What is judged is the file, not what was sent.</summary>
    private static BackupCheck Judge(string path, NodeIdentity identity)
    {
        using FileStream file = new(path, FileMode.Open, FileAccess.Read, FileShare.Read, 1 << 20);
        BackupReader reader = new(file, path);
        reader.ReadHeader(identity.Genesis.ChainId);
        BackupCheck check = new(identity.Genesis, SignatureSuites.Production, into: null, new EngineOptions());
        reader.ReadInto(check);
        return check;
    }

    private static void Give(ParseResult parsed, string path, BackupCheck whole)
    {
        long bytes = new FileInfo(path).Length;
        string bodies = whole.Horizon.Value == 0 ? "with all transactions"
            : whole.Horizon == whole.Height ? "without transactions"
            : $"with the transactions above height {whole.Horizon}";
        Answer.Give(
            parsed,
            new { File = path, Bytes = bytes, Height = whole.Height.Value, whole.Leaves, BodyHorizon = whole.Horizon.Value },
            [$"{path}: height {whole.Height}, {whole.Leaves} leaves, {bodies}, {bytes} bytes; whole, and it follows from the genesis"]);
    }
}
