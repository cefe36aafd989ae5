using System.CommandLine;
using System.CommandLine.Invocation;

namespace Ledger.Node.Commands;

/// <summary>Runs one command line: answers on <c>output</c>, errors as one named line on <c>error</c>.</summary>
public static class CommandLine
{
    /// <summary>No "@file" in place of arguments: a document's name may begin with anything.</summary>
    private static readonly ParserConfiguration Parser = new() { ResponseFileTokenReplacer = null };

    /// <summary>After a signal a command finishes what it writes; only then is the process cut off.</summary>
    private static readonly TimeSpan LongestStop = TimeSpan.FromSeconds(30);

    public static async Task<int> RunAsync(
        IReadOnlyList<string> arguments, TextWriter output, TextWriter error, CancellationToken cancellation = default)
    {
        ParseResult parsed = CommandTree.Root.Parse(arguments, Parser);
        try
        {
            // With --help or --version there are errors too, such as required options that are missing.
            if (parsed.Action is ParseErrorAction)
            {
                throw CommandFailure.Usage($"{parsed.Errors[0].Message} (see --help)");
            }

            InvocationConfiguration invocation = new()
            {
                Output = output,
                Error = error,
                EnableDefaultExceptionHandler = false,
                ProcessTerminationTimeout =
                    parsed.CommandResult.Command.Name == RunCommand.Name ? RunCommand.LongestStop : LongestStop,
            };
            return await parsed.InvokeAsync(invocation, cancellation);
        }
        catch (Exception exception)
        {
            CommandFailure failure = FailureLine.Of(exception);
            await error.WriteLineAsync(FailureLine.Write(failure));
            return (int)failure.Code;
        }
    }
}
