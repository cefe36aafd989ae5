using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;

namespace Ledger.Node.Commands;

/// <summary>The usual help, then what each exit code means.</summary>
internal sealed class HelpWithExitCodes(HelpAction help) : SynchronousCommandLineAction
{
    public override bool ClearsParseErrors => true;

    public override int Invoke(ParseResult parsed)
    {
        int code = help.Invoke(parsed);
        foreach (string line in ExitCodes.Lines)
        {
            parsed.InvocationConfiguration.Output.WriteLine(line);
        }

        return code;
    }
}
