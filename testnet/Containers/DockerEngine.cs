using System.ComponentModel;
using Ledger.Testnet.Network;

namespace Ledger.Testnet.Containers;

/// <summary>A container engine, by its command line: <c>docker</c>, and Compose as its plugin or on its own.</summary>
public sealed class DockerEngine
{
    private readonly Dictionary<string, string> _environment = [];
    private string[] _compose = ["docker", "compose"];

    private DockerEngine(string? host)
    {
        if (host is not null)
        {
            _environment["DOCKER_HOST"] = host;
        }
    }

    /// <summary>For what only writes files: every command of it that is run may fail.</summary>
    public static DockerEngine Absent { get; } = new(null);

    /// <summary>Finds the engine and a Compose.</summary>
    /// <param name="host">The engine's address; without one it is the machine's own, or what DOCKER_HOST says.</param>
    /// <exception cref="InvalidOperationException">There is no engine, or no Compose.</exception>
    public static async Task<DockerEngine> FindAsync(string? host, CancellationToken cancellation)
    {
        DockerEngine engine = new(host);
        await engine.RunAsync(["version"], cancellation);
        foreach (string[] compose in new string[][] { ["docker", "compose"], ["docker-compose"] })
        {
            engine._compose = compose;
            if (await engine.TryStartAsync([.. compose, "version"], cancellation) is { ExitCode: 0 })
            {
                return engine;
            }
        }

        throw new InvalidOperationException("There is neither `docker compose` nor `docker-compose` here.");
    }

    /// <summary>Runs a command of <c>docker</c> and gives what it printed.</summary>
    /// <exception cref="InvalidOperationException">It failed; the message has what it printed.</exception>
    public Task<string> RunAsync(IReadOnlyList<string> arguments, CancellationToken cancellation)
        => RunAsync(["docker", .. arguments], "", cancellation);

    /// <summary>Runs a command of Compose in the folder of a compose file.</summary>
    /// <exception cref="InvalidOperationException">It failed; the message has what it printed.</exception>
    public Task<string> ComposeAsync(string folder, IReadOnlyList<string> arguments, CancellationToken cancellation)
        => RunAsync([.. _compose, .. arguments], folder, cancellation);

    private async Task<string> RunAsync(string[] command, string folder, CancellationToken cancellation)
    {
        CommandResult? result = await TryStartAsync(command, cancellation, folder);
        return result is { ExitCode: 0 }
            ? result.Output
            : throw new InvalidOperationException(
                $"{string.Join(' ', command)}: {(result is null ? "not installed" : result.Output + result.Errors)}");
    }

    /// <summary>Null when there is no such program.</summary>
    private async Task<CommandResult?> TryStartAsync(
        string[] command, CancellationToken cancellation, string folder = "")
    {
        try
        {
            return await ProgramRun.TryAsync(command[0], command[1..], cancellation, _environment, folder);
        }
        catch (Win32Exception)
        {
            return null;
        }
    }
}
