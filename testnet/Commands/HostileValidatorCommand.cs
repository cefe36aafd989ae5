using System.CommandLine;
using Ledger.Node.Configuration;
using Ledger.Node.Running;
using Ledger.Simulation.Cast;
using Ledger.Testnet.Hostile;

namespace Ledger.Testnet.Commands;

/// <summary><c>ledger-testnet hostile-validator</c>: a real validator for which one of the simulator's adversaries speaks.</summary>
public static class HostileValidatorCommand
{
    private const string Verb = "hostile-validator";

    /// <summary>A key on two machines is two processes, not a role of one.</summary>
    private static readonly string[] Known = [.. Casting.Roles.Where(r => r != Role.Twin).Select(Casting.WordsOf)];

    public static Command Create()
    {
        Option<string> config = new("--config") { Description = "The node's configuration file (JSON).", Required = true };
        Option<string> role = new("--role")
        {
            Description = $"What it plays, several with commas between them: {string.Join(", ", Known)}.",
            Required = true,
        };
        role.Validators.Add(result => result.GetValueOrDefault<string>()?.Split(',').Except(Known).ToList()
            .ForEach(unknown => result.AddError($"Nobody plays '{unknown}'.")));
        Command command = new(
            Verb, "Run one validator of a test network as an adversary, with its own keys, disk and connections.")
        {
            config, role,
        };
        command.SetAction((parsed, cancellation) => RunAsync(
            parsed.GetRequiredValue(config),
            [.. parsed.GetRequiredValue(role).Split(',').Select(words => Casting.Named(words)!.Value)],
            cancellation));
        return command;
    }

    /// <summary>The command line that runs one: of this program, wherever it stands.</summary>
    internal static IReadOnlyList<string> Invocation(string configurationPath, IReadOnlyList<string> roles)
        =>
        [
            Path.Combine(AppContext.BaseDirectory, "ledger-testnet"), Verb,
            "--role", string.Join(',', roles), "--config", configurationPath,
        ];

    private static async Task<int> RunAsync(string path, Role[] roles, CancellationToken cancellation)
    {
        NodeConfiguration configuration = NodeConfiguration.Load(path);
        using NodeLog log = new(configuration.ValidatorName, configuration.Logging.Level, configuration.Logging.Format);
        NodeIdentity identity = NodeFiles.LoadIdentity(configuration);
        using NodeKeys keys = NodeFiles.LoadKeys(configuration, identity);
        HostileStage stage = new(identity, keys, roles);
        await using ValidatorNode node = new(configuration, identity, keys, log, stage);
        await node.StartAsync();
        stage.Open();
        await await Task.WhenAny(node.RunAsync(cancellation), stage.Fault);
        return 0;
    }
}
