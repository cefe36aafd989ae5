using System.CommandLine;
using System.Runtime.InteropServices;
using Ledger.Node.Configuration;
using Ledger.Node.Running;

namespace Ledger.Node.Commands;

/// <summary><c>ledger run</c>: one validator, until it is told to stop.</summary>
public static class RunCommand
{
    public const string Name = "run";

    /// <summary>Beside the drain: the peers' last frames, a checkpoint, the stores.</summary>
    private static readonly TimeSpan LongestClose = TimeSpan.FromSeconds(30);

    /// <summary>Longest from a signal to the end; a second signal does not wait.</summary>
    public static TimeSpan LongestStop => TimeSpan.FromMilliseconds(ShutdownConfiguration.LongestDrainMs) + LongestClose;

    public static Command Create()
    {
        Option<string> config = new("--config") { Description = "The node's configuration file (JSON).", Required = true };
        Option<bool> check = new("--check")
        {
            Description = "Do not run: look at everything a start needs, and list every problem.",
        };
        Command command = new(
            Name,
            "Run a validator. SIGTERM or Ctrl-C drains and stops it, a second one stops it at once; SIGHUP reads logging.level again.")
        {
            config, check, SharedOptions.Json,
        };
        command.SetAction(async (parsed, cancellation) => parsed.GetValue(check)
            ? StartCheckView.Give(parsed, parsed.GetRequiredValue(config))
            : await RunAsync(parsed.GetRequiredValue(config), cancellation));
        return command;
    }

    private static async Task<int> RunAsync(string path, CancellationToken cancellation)
    {
        NodeConfiguration configuration = NodeConfiguration.Load(path);
        using NodeLog log = new(configuration.ValidatorName, configuration.Logging.Level, configuration.Logging.Format);
        try
        {
            return await RunAsync(path, configuration, log, cancellation);
        }
        catch (Exception exception) when (NamedFailure.Of(exception) is { } failure)
        {
            log.Error(
                failure.Name,
                ("file", failure.File), ("offset", failure.Offset), ("remedy", failure.Remedy), ("error", exception.Message));
            throw;
        }
    }

    private static async Task<int> RunAsync(
        string path, NodeConfiguration configuration, NodeLog log, CancellationToken cancellation)
    {
        NodeIdentity identity = NodeFiles.LoadIdentity(configuration);
        using NodeKeys keys = NodeFiles.LoadKeys(configuration, identity);
        using StopSignals signals = new(cancellation);
        using PosixSignalRegistration reload = PosixSignalRegistration.Create(PosixSignal.SIGHUP, context =>
        {
            context.Cancel = true;
            Reload(path, log);
        });
        SystemdNotifier manager = SystemdNotifier.FromEnvironment();
        await using ValidatorNode node = new(configuration, identity, keys, log);
        await node.StartAsync();
        manager.Ready();
        await node.RunAsync(signals.Token);
        TimeSpan patience = TimeSpan.FromMilliseconds(configuration.Shutdown.DrainTimeoutMs);
        manager.Stopping(patience + LongestClose);
        await node.DrainAsync(patience);
        log.Info("node.stopping");
        return 0;
    }

    /// <summary>Only the log level may change while a validator runs; a file that is wrong changes nothing.</summary>
    private static void Reload(string path, NodeLog log)
    {
        try
        {
            log.Level = NodeConfiguration.Load(path).Logging.Level;
            log.Info("configuration.reloaded", ("level", log.Level));
        }
        catch (ConfigurationException wrong)
        {
            log.Warn("configuration.refused", ("reason", wrong.Message));
        }
    }
}
