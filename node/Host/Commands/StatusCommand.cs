using System.CommandLine;
using Ledger.Client;
using Ledger.Client.V1;

namespace Ledger.Node.Commands;

/// <summary><c>ledger status</c>: how a node and its peers are doing, and why nothing commits if nothing does.</summary>
internal static class StatusCommand
{
    public static Command Create()
    {
        Command command = new("status", "Shows how a node and its peers are doing.")
        {
            SharedOptions.Nodes, SharedOptions.Authority, SharedOptions.Timeout, SharedOptions.Language, SharedOptions.Json,
        };
        command.SetAction(RunAsync);
        return command;
    }

    private static async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellation)
    {
        using NodeRing nodes = Inputs.Nodes(parsed);
        StatusResponse status = await nodes.OnceAsync(
            (node, time) => node.GetStatusAsync(time, cancellation),
            Deadline.After(Inputs.Timeout(parsed)),
            cancellation);
        bool chinese = parsed.GetValue(SharedOptions.Language) == "zh";
        Answer.Give(parsed, StatusView.Fields(status), StatusView.Lines(status, chinese));
        return (int)ExitCode.Ok;
    }
}
