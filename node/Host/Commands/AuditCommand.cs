using System.CommandLine;
using Ledger.Client;
using Ledger.Client.Audits;
using Ledger.Client.Light;
using Ledger.Client.Logs;
using Ledger.Cryptography.Signatures;
using Ledger.Protocol.Blocks;
using Ledger.Protocol.Numbers;

namespace Ledger.Node.Commands;

/// <summary><c>ledger audit</c>: a third party's own look at a stretch of the chain, from headers and a mirror of the log.</summary>
internal static class AuditCommand
{
    /// <summary>Most findings that are told one by one: where the first leaf differs, every later height does.</summary>
    private const int MostTold = 16;

    private const string Help =
        "Recomputes both roots of the log at every height from --from to --to, from the leaves of a mirror (ledger log mirror), and "
        + "holds them against the headers, each linked to the one before and final by the signatures of its epoch. Says what differs. "
        + "State, batches and outcomes need the transactions: for those, restore an archive's backup and run ledger fsck.";

    private static readonly Option<ulong> From = new("--from")
    {
        Description = "The first height, from 1.",
        HelpName = "HEIGHT",
        Required = true,
    };

    private static readonly Option<ulong> To = new("--to") { Description = "The last height.", HelpName = "HEIGHT", Required = true };

    private static readonly Option<string> Mirror = new("--mirror")
    {
        Description = "The folder that ledger log mirror fills.",
        HelpName = "FOLDER",
        Required = true,
    };

    public static Command Create()
    {
        Command command = new("audit", Help)
        {
            SharedOptions.Genesis, SharedOptions.Epochs, SharedOptions.Pin, SharedOptions.Nodes, SharedOptions.Authority,
            SharedOptions.Timeout, Mirror, From, To, SharedOptions.Json,
        };
        command.SetAction(RunAsync);
        return command;
    }

    private static async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellation)
    {
        (Height from, Height to) = (new(parsed.GetRequiredValue(From)), new(parsed.GetRequiredValue(To)));
        if (from.Value == 0 || to < from)
        {
            throw CommandFailure.Usage("--from is at least 1, and --to not below it");
        }

        LogAuditor auditor = new(new MirrorLeaves(new FolderLog(parsed.GetRequiredValue(Mirror))));
        using NodeRing nodes = Inputs.Nodes(parsed);
        LightClient headers = new(
            nodes, Inputs.History(parsed, parsed.GetRequiredValue(SharedOptions.Genesis)), SignatureSuites.Production)
        {
            Begin = from,
        };
        List<AuditFinding> findings = [];
        Height next = from;
        while (next <= to)
        {
            IReadOnlyList<BlockHeader> run = await headers.AdvanceAsync(Deadline.After(Inputs.Timeout(parsed)), cancellation);
            if (run.Count == 0)
            {
                findings.Add(new AuditFinding(next, AuditFault.HeadersMissing, "the node has no header of this height"));
                break;
            }

            findings.AddRange(run.Where(h => h.Height <= to).Select(auditor.Check).OfType<AuditFinding>());
            next = run[^1].Height.Next;
        }

        Give(parsed, from, next, to, auditor, findings);
        return (int)(findings.Count == 0 ? ExitCode.Ok : ExitCode.Invalid);
    }

    private static void Give(
        ParseResult parsed, Height from, Height next, Height to, LogAuditor auditor, IReadOnlyList<AuditFinding> findings)
    {
        ulong headers = ulong.Min(next.Value, to.Value + 1) - from.Value;
        string verdict = findings.Count == 0 ? "AGREE" : "DIFFER";
        Answer.Give(
            parsed,
            new
            {
                Verdict = verdict,
                From = from.Value,
                To = to.Value,
                Headers = headers,
                Leaves = auditor.Hashed,
                Differing = findings.Count,
                Findings = findings.Take(MostTold).Select(f => new { Height = f.Height.Value, Fault = $"{f.Fault}", f.Detail }),
            },
            [
                $"{verdict}  heights {from} to {to}: {headers} headers, both roots from {auditor.Hashed} leaves",
                .. findings.Take(MostTold).Select(f => $"  height {f.Height}: {f.Fault}: {f.Detail}"),
                .. findings.Count > MostTold ? [$"  and {findings.Count - MostTold} heights more"] : Array.Empty<string>(),
            ]);
    }
}
