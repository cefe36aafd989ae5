using System.CommandLine;
using System.Text.Json;
using Ledger.Engine;
using Ledger.Engine.Recovery;
using Ledger.Node.Configuration;
using Ledger.Node.Running;

namespace Ledger.Node.Commands;

/// <summary><c>ledger fsck</c>: recomputes every header, certificate, leaf, tile and state entry of a stopped validator.</summary>
public static class FsckCommand
{
    public static Command Create()
    {
        Option<string> config = new("--config") { Description = "The node's configuration file (JSON).", Required = true };
        Option<bool> json = new("--json") { Description = "Answer as JSON." };
        Command command = new(
            "fsck",
            "Recompute everything from genesis and the block log of a stopped validator; INVALID when stores differ.")
        {
            config, json,
        };
        command.SetAction(parsed => (int)Run(
            parsed.GetRequiredValue(config), parsed.GetValue(json), parsed.InvocationConfiguration.Output));
        return command;
    }

    private static ExitCode Run(string path, bool json, TextWriter output)
    {
        NodeConfiguration configuration = NodeConfiguration.Load(path);
        NodeIdentity identity = NodeFiles.LoadIdentity(configuration);
        NodeDirectory directory = new(configuration.DataDirectory, identity.Genesis, identity.Self);
        using LedgerStores stores = directory.Open();
        FsckReport report = new Fsck(stores, identity.Genesis, ProductionSuites.All).Run(_ => { });
        output.WriteLine(json ? Json(report) : Text(report));
        return report.IsClean ? ExitCode.Ok : ExitCode.Invalid;
    }

    private static string Text(FsckReport report)
        => string.Join('\n',
        [
            .. report.Findings.Select(f => $"{f.Store}, height {f.Height}: {f.What}"),
            $"{report.Head} blocks, {report.Leaves} leaves, state root {report.StateRoot}: "
                + (report.IsClean ? "clean" : $"{report.Findings.Count} differences"),
        ]);

    private static string Json(FsckReport report)
        => JsonSerializer.Serialize(new
        {
            head = report.Head.Value,
            leaves = report.Leaves,
            state_root = report.StateRoot.ToString(),
            clean = report.IsClean,
            findings = report.Findings.Select(f => new { store = f.Store, height = f.Height.Value, what = f.What }),
        });
}
