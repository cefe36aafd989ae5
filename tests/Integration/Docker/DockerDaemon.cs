using System.Diagnostics;
using Ledger.Testnet.Stages;

namespace Ledger.Tests.Integration.Docker;

/// <summary>A container engine of the tests' own, with its own folder and socket, beside any the machine has.</summary>
/// <remarks>
/// Told to leave the machine's packet filter and forwarding alone: containers still meet on their networks, and
/// published ports go through its proxy. The engine ends when its shell's input does, so it outlives no test that was
/// killed.
/// </remarks>
internal sealed class DockerDaemon : IAsyncDisposable
{
    private const string Script = "dockerd \"$@\" >\"$0\" 2>&1 & read -r _; kill $! 2>/dev/null; wait $!";

    private static readonly TimeSpan StartPatience = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan StopPatience = TimeSpan.FromSeconds(90);

    /// <summary>What dockerd and containerd make outside the folders they are given.</summary>
    private static readonly string[] Outside = ["/etc/docker", "/opt/containerd", "/run/docker"];

    private readonly string[] _notThereBefore = [.. Outside.Where(path => !Directory.Exists(path))];
    private readonly Process _shell;

    private DockerDaemon(string folder)
    {
        Folder = folder;
        string[] arguments =
        [
            "--data-root", $"{folder}/data", "--exec-root", $"{folder}/run", "--pidfile", $"{folder}/pid",
            "--host", Host, "--bridge", "none", "--iptables=false", "--ip-forward=false",
            "--cgroup-parent", Path.GetFileName(folder),
        ];
        _shell = Process.Start(
            new ProcessStartInfo("/bin/sh", ["-c", Script, $"{folder}/log", .. arguments])
            {
                RedirectStandardInput = true,
            })!;
    }

    public string Folder { get; }

    /// <summary>What DOCKER_HOST says for this engine.</summary>
    public string Host => $"unix://{Folder}/socket";

    /// <summary>Starts an engine and waits until it answers.</summary>
    /// <exception cref="InvalidOperationException">It ended; the message has its last words.</exception>
    public static async Task<DockerDaemon> StartAsync()
    {
        DockerDaemon daemon = new(Directory.CreateTempSubdirectory("ledger-docker-").FullName);
        try
        {
            await Wait.UntilAsync("dockerd to answer", StartPatience, default, daemon.AnswersAsync);
            return daemon;
        }
        catch
        {
            await daemon.DisposeAsync();
            throw;
        }
    }

    /// <summary>Runs <c>docker</c> against this engine and gives the lines it printed.</summary>
    public async Task<string[]> RunAsync(params string[] arguments)
    {
        ToolRun run = await ToolRun.OfAsync("docker", arguments, Host);
        return run.ExitCode == 0
            ? run.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            : throw new InvalidOperationException($"docker {string.Join(' ', arguments)}: {run.Output}{run.Errors}");
    }

    /// <summary>Removes what is in the engine, stops it, and deletes what is its own.</summary>
    public async ValueTask DisposeAsync()
    {
        await EmptyAsync();
        _shell.StandardInput.Close();
        await _shell.WaitForExitAsync().WaitAsync(StopPatience);
        _shell.Dispose();
        Directory.Delete(Folder, recursive: true);
        foreach (string path in _notThereBefore.Where(Directory.Exists))
        {
            Directory.Delete(path, recursive: true);
        }

        foreach (string hierarchy in Directory.EnumerateDirectories("/sys/fs/cgroup"))
        {
            ControlGroups.Remove(Path.Combine(hierarchy, Path.GetFileName(Folder)));
        }

        ControlGroups.Remove(Path.Combine("/sys/fs/cgroup", Path.GetFileName(Folder)));
    }

    /// <summary>A network's bridge would stay in the kernel after the engine that made it.</summary>
    private async Task EmptyAsync()
    {
        if ((await ToolRun.OfAsync("docker", ["version"], Host)).ExitCode == 0)
        {
            string[] containers = await RunAsync("ps", "--all", "--quiet");
            await (containers.Length > 0 ? RunAsync(["rm", "--force", .. containers]) : Task.CompletedTask);
            await RunAsync("network", "prune", "--force");
        }
    }

    private async Task<bool> AnswersAsync()
    {
        bool answers = (await ToolRun.OfAsync("docker", ["version"], Host)).ExitCode == 0;
        return answers || !HasGivenUp() ? answers : throw new InvalidOperationException(LastWords());
    }

    /// <summary>The shell waits for us, so the engine's end shows in its last line only.</summary>
    private bool HasGivenUp()
        => LastWords().Contains("failed to start", StringComparison.Ordinal);

    private string LastWords()
        => File.Exists($"{Folder}/log") ? string.Join('\n', File.ReadLines($"{Folder}/log").TakeLast(3)) : "";
}
