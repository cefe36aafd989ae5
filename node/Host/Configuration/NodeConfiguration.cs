using System.Net;
using System.Text.Json;
using System.Text.Unicode;
using Ledger.Engine;

namespace Ledger.Node.Configuration;

/// <summary>The node's configuration file: who it is, where its files lie, where it listens, and its bounds.</summary>
/// <remarks>
/// JSON in camelCase. An unknown, repeated, missing or null field is an error, so that a misspelt bound never means its
/// default. Relative paths are relative to the configuration file. Units are in the names.
/// </remarks>
public sealed record NodeConfiguration
{
    /// <summary>This node's name in the genesis file's validator set, which gives its index.</summary>
    public required string ValidatorName { get; init; }

    public required string DataDirectory { get; init; }

    public required string GenesisPath { get; init; }

    /// <summary>The encrypted consensus key.</summary>
    public required string KeyFilePath { get; init; }

    /// <summary>The encrypted P-256 key of this node's TLS certificate among validators.</summary>
    public required string TlsKeyFilePath { get; init; }

    public required string PassphraseFilePath { get; init; }

    /// <summary>Where the other validators' connections are accepted.</summary>
    public required IPEndPoint PeerListen { get; init; }

    /// <summary>Where each other validator listens, by its name.</summary>
    public required IReadOnlyDictionary<string, HostPort> Peers { get; init; }

    public required IPEndPoint GrpcListen { get; init; }

    public required IPEndPoint JsonListen { get; init; }

    /// <summary>
    /// The TLS certificate with key, in PEM, of the RPC endpoints; without one they are on loopback only.
    /// </summary>
    public string? RpcCertificatePath { get; init; }

    public BatchConfiguration Batch { get; init; } = new();

    public PoolConfiguration Pool { get; init; } = new();

    public RpcConfiguration Rpc { get; init; } = new();

    public ShutdownConfiguration Shutdown { get; init; } = new();

    public LoggingConfiguration Logging { get; init; } = new();

    public TelemetryConfiguration Telemetry { get; init; } = new();

    /// <summary>The engine's bounds as this file sets them.</summary>
    internal EngineOptions EngineOptions
        => new()
        {
            BatchDelayMs = (ulong)Batch.MaxDelayMs,
            BatchTargetBytes = Batch.MaxBytes,
            PoolTransactions = Pool.MaxTransactions,
            PoolBytes = Pool.MaxBytes,
        };

    /// <summary>Reads and judges a file.</summary>
    /// <exception cref="ConfigurationException">The file cannot be read, or a line of it is wrong.</exception>
    public static NodeConfiguration Load(string path)
        => Inspect(path, out IReadOnlyList<ConfigurationException> problems) ?? throw problems[0];

    /// <summary>Reads a file and names everything that is wrong with it; null when anything is.</summary>
    public static NodeConfiguration? Inspect(string path, out IReadOnlyList<ConfigurationException> problems)
    {
        string file = Path.GetFullPath(path);
        try
        {
            byte[] json = File.ReadAllBytes(file);
            if (!Utf8.IsValid(json))
            {
                problems = [new ConfigurationException(file, LineOfBadText(json), null, "is not UTF-8.")];
                return null;
            }

            ConfigurationFaults faults = new(file, json);
            problems = faults.Find();
            NodeConfiguration? read = problems.Count > 0
                ? null
                : JsonSerializer.Deserialize<NodeConfiguration>(json, StrictJson.Options);
            problems = read is null ? problems : [.. read.FaultsBetween().Select(f => faults.Between(f.Field, f.Reason))];
            return problems.Count > 0 ? null : read?.WithPathsFrom(Path.GetDirectoryName(file)!);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            problems = [new ConfigurationException(file, null, null, exception.Message, exception)];
            return null;
        }
    }

    private static long LineOfBadText(ReadOnlySpan<byte> json)
    {
        Utf8.ToUtf16(json, new char[json.Length], out int good, out _, replaceInvalidSequences: false);
        return json[..good].Count((byte)'\n') + 1;
    }

    private NodeConfiguration WithPathsFrom(string directory) => this with
    {
        DataDirectory = Path.GetFullPath(DataDirectory, directory),
        GenesisPath = Path.GetFullPath(GenesisPath, directory),
        KeyFilePath = Path.GetFullPath(KeyFilePath, directory),
        TlsKeyFilePath = Path.GetFullPath(TlsKeyFilePath, directory),
        PassphraseFilePath = Path.GetFullPath(PassphraseFilePath, directory),
        RpcCertificatePath = RpcCertificatePath is null ? null : Path.GetFullPath(RpcCertificatePath, directory),
    };

    /// <summary>The rules that hold between fields.</summary>
    private IEnumerable<(string Field, string Reason)> FaultsBetween()
    {
        if (Peers.ContainsKey(ValidatorName))
        {
            yield return ($"$.peers.{ValidatorName}", "a node is not its own peer.");
        }

        // PROTOCOL.md, Verification RPC: plaintext on loopback only.
        bool isLocal = IPAddress.IsLoopback(GrpcListen.Address) && IPAddress.IsLoopback(JsonListen.Address);
        if (RpcCertificatePath is null && !isLocal)
        {
            yield return (
                IPAddress.IsLoopback(GrpcListen.Address) ? "$.jsonListen" : "$.grpcListen",
                "is beyond loopback, which needs rpcCertificatePath.");
        }

        if (GrpcListen.Equals(JsonListen) || PeerListen.Equals(GrpcListen) || PeerListen.Equals(JsonListen))
        {
            yield return (GrpcListen.Equals(PeerListen) ? "$.grpcListen" : "$.jsonListen", "is another endpoint's address too.");
        }

        foreach (IGrouping<HostPort, string> shared in Peers.GroupBy(p => p.Value, p => p.Key).Where(g => g.Count() > 1))
        {
            yield return ($"$.peers.{shared.Last()}", $"has the address of {shared.First()}.");
        }

        if (Batch.MaxBytes > Pool.MaxBytes)
        {
            yield return ("$.batch.maxBytes", "is more than the pool may hold, $.pool.maxBytes.");
        }
    }
}
