using System.CommandLine;
using Ledger.Client.Logs;

namespace Ledger.Node.Commands;

/// <summary><c>ledger log mirror</c>: copies a whole log, every hash of it computed here.</summary>
internal static class LogMirrorCommand
{
    private static readonly Argument<string> Url = new("url")
    {
        Description = "The log's prefix: a node's JSON port, with /sm3 for the twin.",
    };

    private static readonly Argument<string> Folder = new("folder")
    {
        Description = "Where the copy is, or begins; any web server can serve it.",
    };

    public static Command Create()
    {
        Command command = new(
            "mirror",
            "Copies the log up to its newest checkpoint, or what is new of it, and hashes every entry to that checkpoint's root. "
            + "A log that went back or forked is refused and kept as evidence.")
        {
            Url, Folder, LogOptions.Policy, LogOptions.Origin, SharedOptions.Authority, SharedOptions.Json,
        };
        command.SetAction(RunAsync);
        return command;
    }

    private static async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellation)
    {
        string folder = parsed.GetRequiredValue(Folder);
        Directory.CreateDirectory(folder);
        using WebLog source = LogOptions.Web(parsed, parsed.GetRequiredValue(Url));
        LogMirror mirror = new(source, LogOptions.Trust(parsed), folder);
        try
        {
            Give(parsed, await mirror.AdvanceAsync(cancellation));
        }
        catch (LogException refused) when (refused.Evidence is not null)
        {
            throw LogEvidenceFile.Keep(Path.Combine(folder, "evidence"), refused);
        }

        return (int)ExitCode.Ok;
    }

    private static void Give(ParseResult parsed, MirrorReport report)
    {
        SeenCheckpoint newest = report.Newest;
        Answer.Give(
            parsed,
            new { newest.Head.Origin, newest.Head.Size, Root = $"{newest.Head.Root}", Before = report.Before, newest.Verdict.NotChecked },
            [
                $"log          {newest.Head.Origin}",
                $"leaves       {newest.Head.Size}, {newest.Head.Size - report.Before} of them new",
                $"root         {newest.Head.Root}",
                LogWords.NotChecked(newest.Verdict),
            ]);
    }
}
