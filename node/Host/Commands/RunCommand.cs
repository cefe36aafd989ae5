using System.CommandLine;
using System.Runtime.InteropServices;
using Ledger.Node.Configuration;
using Ledger.Node.Running;

namespace Ledger.Node.Commands;

/// <summary><c>ledger run</c>: one validator, until it is told to stop.</summary>
public static class RunCommand
{
    public static Command Create()
    {
        Option<string> config = new("--config") { Description = "The node's configuration file (JSON).", Required = true };
        Command command = new("run", "Run a validator. Stops on SIGTERM or Ctrl-C after the turn under way.") { config };
        command.SetAction((parsed, cancellation) => RunAsync(parsed.GetRequiredValue(config), cancellation));
        return command;
    }

    private static async Task<int> RunAsync(string path, CancellationToken cancellation)
    {
        NodeConfiguration configuration = NodeConfiguration.Load(path);
        NodeIdentity identity = NodeFiles.LoadIdentity(configuration);
        using NodeKeys keys = NodeFiles.LoadKeys(configuration, identity);
        NodeLog log = new(identity.Validator.Name);
        using CancellationTokenSource stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        using PosixSignalRegistration term = PosixSignalRegistration.Create(PosixSignal.SIGTERM, context =>
        {
            context.Cancel = true;
            stop.Cancel();
        });
        await using ValidatorNode node = new(configuration, identity, keys, log);
        await node.StartAsync();
        await node.RunAsync(stop.Token);
        log.Info("stopping");
        return 0;
    }
}
