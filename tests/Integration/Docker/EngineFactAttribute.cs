namespace Ledger.Tests.Integration.Docker;

/// <summary>A fact that needs a container engine; where none can run, it is skipped and says why.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class EngineFactAttribute : FactAttribute
{
    private static readonly Lazy<string?> Reason = new(Probe);

    public EngineFactAttribute() => Skip = Reason.Value;

    private static string? Probe()
    {
        string[] missing = [.. new[] { "docker", "dockerd", "debootstrap" }.Where(t => !IsInstalled(t))];
        return !OperatingSystem.IsLinux() || !Environment.IsPrivilegedProcess ? "dockerd needs root on Linux"
            : !IsInstalled("docker-compose") && !HasComposePlugin() ? "neither `docker compose` nor `docker-compose` is here"
            : missing.Length > 0 ? $"not installed: {string.Join(", ", missing)} (testnet/setup docker)"
            : StartAndStop();
    }

    /// <summary>Only the kernel knows what it allows, and only by trying: a network needs more than the start.</summary>
    private static string? StartAndStop()
    {
        try
        {
            return StartAndStopAsync().GetAwaiter().GetResult();
        }
        catch (Exception exception) when (exception is InvalidOperationException or TimeoutException)
        {
            return $"dockerd does not run here: {exception.Message}";
        }
    }

    private static async Task<string?> StartAndStopAsync()
    {
        await using DockerDaemon daemon = await DockerDaemon.StartAsync();
        await daemon.RunAsync("network", "create", "probe");
        await daemon.RunAsync("network", "rm", "probe");
        return null;
    }

    private static bool HasComposePlugin()
        => IsInstalled("docker")
            && ToolRun.OfAsync("docker", ["compose", "version"]).GetAwaiter().GetResult().ExitCode == 0;

    private static bool IsInstalled(string tool)
        => (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':').Any(f => File.Exists(Path.Combine(f, tool)));
}
