using System.CommandLine;
using Ledger.Client;
using Ledger.Client.HealthV1;
using Ledger.Node.Configuration;

namespace Ledger.Node.Commands;

/// <summary><c>ledger health</c>: asks the node of a configuration file, on this machine, whether it serves.</summary>
/// <remarks>
/// For a container's health check, which has no other program. It knows address and certificate from the node's own
/// file, so it needs no authority; it reads no key. One line, and an exit code: <see cref="ExitCode.Refused"/> is a node
/// that answers and does not serve, as one that lost its quorum.
/// </remarks>
internal static class HealthCommand
{
    /// <summary>Below the time a container's engine gives the check.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(9);

    public static Command Create()
    {
        Option<string> config = new("--config") { Description = "The node's configuration file (JSON).", Required = true };
        Command command = new("health", "Asks the node of a configuration file whether it serves.") { config };
        command.SetAction((parsed, cancellation) => RunAsync(parsed, parsed.GetRequiredValue(config), cancellation));
        return command;
    }

    private static async Task<int> RunAsync(ParseResult parsed, string path, CancellationToken cancellation)
    {
        NodeConfiguration configuration = NodeConfiguration.Load(path);
        using LedgerRpcClient client = OwnNode.Connect(configuration);
        HealthCheckResponse answer = await client.CheckHealthAsync(Patience, cancellation);
        bool serves = answer.Status == HealthCheckResponse.Types.ServingStatus.Serving;
        await parsed.InvocationConfiguration.Output.WriteLineAsync(serves ? "serving" : "not serving");
        return (int)(serves ? ExitCode.Ok : ExitCode.Refused);
    }
}
