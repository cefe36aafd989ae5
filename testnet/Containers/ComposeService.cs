namespace Ledger.Testnet.Containers;

/// <summary>A service of a compose file; what is null is left out of it.</summary>
/// <remarks>Property names are the file's keys in camel case, as https://github.com/compose-spec/compose-spec has
/// them.</remarks>
public sealed class ComposeService
{
    public required string Image { get; init; }

    public ComposeBuild? Build { get; init; }

    public string? User { get; init; }

    public required List<string> Command { get; init; }

    public Dictionary<string, Dictionary<string, string>>? DependsOn { get; init; }

    public Dictionary<string, bool>? Healthcheck { get; init; }

    public string Restart { get; init; } = "unless-stopped";

    /// <summary>An init process collects orphans and passes signals on.</summary>
    public bool Init { get; init; } = true;

    public bool ReadOnly { get; init; } = true;

    public List<string> Tmpfs { get; init; } = ["/tmp:size=64m,mode=1777"];

    public List<string> CapDrop { get; init; } = ["ALL"];

    public List<string> SecurityOpt { get; init; } = ["no-new-privileges:true"];

    public required string MemLimit { get; init; }

    public int PidsLimit { get; init; } = 512;

    /// <summary>Longer than a node takes for its last checkpoint.</summary>
    public string StopGracePeriod { get; init; } = "30s";

    public string? NetworkMode { get; init; }

    public Dictionary<string, ComposeAttachment>? Networks { get; init; }

    public List<string>? Ports { get; init; }

    public required List<string> Volumes { get; init; }

    public List<ComposeSecretUse>? Secrets { get; init; }

    public ComposeLogging Logging { get; init; } = new();
}
