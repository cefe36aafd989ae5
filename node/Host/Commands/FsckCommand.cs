using System.CommandLine;
using System.Text.Json;
using Ledger.Cryptography.Signatures;
using Ledger.Engine;
using Ledger.Engine.Recovery;
using Ledger.Node.Configuration;
using Ledger.Node.Running;
using Ledger.Storage;

namespace Ledger.Node.Commands;

/// <summary><c>ledger fsck</c>: recomputes every header, certificate, leaf, tile and state entry of a stopped validator.</summary>
public static class FsckCommand
{
    public static Command Create()
    {
        Option<string> config = new("--config") { Description = "The node's configuration file (JSON).", Required = true };
        Option<bool> json = new("--json") { Description = "Answer as JSON." };
        Option<bool> repair = new("--repair")
        {
            Description = "First cut the block log and the batch log at their first damage, keeping aside what is cut: "
                + "the node fetches it again from its peers. One validator at a time.",
        };
        Command command = new(
            "fsck",
            "Recompute everything from genesis and the block log of a stopped validator; INVALID when stores differ.")
        {
            config, json, repair,
        };
        command.SetAction(parsed => (int)Run(
            parsed.GetRequiredValue(config), parsed.GetValue(json), parsed.GetValue(repair),
            parsed.InvocationConfiguration.Output));
        return command;
    }

    private static ExitCode Run(string path, bool json, bool repair, TextWriter output)
    {
        NodeConfiguration configuration = NodeConfiguration.Load(path);
        NodeIdentity identity = NodeFiles.LoadIdentity(configuration);
        NodeDirectory directory = new(configuration.DataDirectory, identity.Genesis, identity.Name);
        using DataLock taken = directory.Take();
        IReadOnlyList<RecoveryNote> repaired = repair ? directory.Repair() : [];
        using LedgerStores stores = directory.Open();
        RecoveryNote[] notes = [.. repaired, .. stores.Notes];
        FsckReport report = new Fsck(stores, identity.Genesis, SignatureSuites.Production).Run(_ => { });
        output.WriteLine(json ? Json(report, notes) : Text(report, notes));
        return report.IsClean ? ExitCode.Ok : ExitCode.Invalid;
    }

    private static string Text(FsckReport report, IEnumerable<RecoveryNote> notes)
        => string.Join('\n',
        [
            .. notes.Select(n => $"{n.File} at byte {n.Offset}: {n.What}"),
            .. report.Findings.Select(f => $"{f.Store}, height {f.Height}: {f.What}"),
            $"{report.Head} blocks, {report.Leaves} leaves, state root {report.StateRoot}: "
                + (report.IsClean ? "clean" : $"{report.Findings.Count} differences"),
        ]);

    private static string Json(FsckReport report, IEnumerable<RecoveryNote> notes)
        => JsonSerializer.Serialize(new
        {
            head = report.Head.Value,
            leaves = report.Leaves,
            state_root = report.StateRoot.ToString(),
            clean = report.IsClean,
            repaired = notes.Select(n => new { file = n.File, offset = n.Offset, what = n.What }),
            findings = report.Findings.Select(f => new { store = f.Store, height = f.Height.Value, what = f.What }),
        });
}
