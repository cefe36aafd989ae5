using System.CommandLine;
using Ledger.Node.Running;

namespace Ledger.Node.Commands;

/// <summary>What <c>ledger run --check</c> answers: every problem on a line of its own, then the verdict.</summary>
internal static class StartCheckView
{
    public static int Give(ParseResult parsed, string configurationPath)
    {
        IReadOnlyList<CheckProblem> problems = StartCheck.Of(configurationPath);
        int errors = problems.Count(p => !p.IsWarning);
        Answer.Give(
            parsed,
            new { Starts = errors == 0, Problems = problems },
            [
                .. problems.Select(p => $"{(p.IsWarning ? "warning" : "error  ")} {p.Code} {p.Subject}: {p.Reason}"),
                errors == 0 ? "would start" : $"would not start: {errors} errors",
            ]);
        return (int)(errors == 0 ? ExitCode.Ok : ExitCode.Start);
    }
}
