using System.CommandLine;
using Ledger.Node.Configuration;
using Ledger.Node.Running;

namespace Ledger.Node.Commands;

/// <summary><c>ledger init</c>: creates the data directory a validator's promises will live in; run never does (D2).</summary>
public static class InitCommand
{
    public static Command Create()
    {
        Option<string> config = new("--config") { Description = "The node's configuration file (JSON).", Required = true };
        Option<bool> ifAbsent = new("--if-absent")
        {
            Description = "Succeed, and change nothing, where a validator's data directory is already.",
        };
        Command command = new("init", "Create a validator's data directory: journal and empty logs. Overwrites nothing.")
        {
            config, ifAbsent,
        };
        command.SetAction(parsed =>
        {
            NodeConfiguration configuration = NodeConfiguration.Load(parsed.GetRequiredValue(config));
            NodeIdentity identity = NodeFiles.LoadIdentity(configuration);
            NodeDirectory directory = new(configuration.DataDirectory, identity.Genesis, identity.Self);
            if (parsed.GetValue(ifAbsent) && directory.Exists)
            {
                parsed.InvocationConfiguration.Output.WriteLine($"{configuration.DataDirectory} is there already");
                return 0;
            }

            directory.Create();
            parsed.InvocationConfiguration.Output.WriteLine($"created {configuration.DataDirectory} for {identity.Validator.Name} "
                + $"on chain {identity.Genesis.ChainId.Short}");
            return 0;
        });
        return command;
    }
}
