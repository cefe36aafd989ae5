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
    /// <summary>Most neighbours.</summary>
    public const int MaximumNeighbours = 64;

    /// <summary>This node's name in the validator sets that have it.</summary>
    public required string ValidatorName { get; init; }

    public required string DataDirectory { get; init; }

    public required string GenesisPath { get; init; }

    /// <summary>
    /// What <c>ledger epochs</c> wrote. By it a node that was away, or lost its data, knows the keys and addresses that its peers have
    /// by now; null while the chain that it has itself is enough for that.
    /// </summary>
    public string? EpochsPath { get; init; }

    /// <summary>The encrypted consensus key; null for a node that only follows.</summary>
    public string? KeyFilePath { get; init; }

    /// <summary>The encrypted consensus key that a change of the validator set is to bring into force.</summary>
    public string? NextKeyFilePath { get; init; }

    /// <summary>The encrypted keys that cosign checkpoints; there with <see cref="KeyFilePath"/>.</summary>
    public string? CosigningKeyFilePath { get; init; }

    /// <summary>The encrypted cosigning keys that a change of the validator set is to bring into force.</summary>
    public string? NextCosigningKeyFilePath { get; init; }

    /// <summary>The encrypted P-256 key of this node's TLS certificate among validators.</summary>
    public required string TlsKeyFilePath { get; init; }

    /// <summary>The encrypted TLS key that a change of the validator set is to bring into force.</summary>
    public string? NextTlsKeyFilePath { get; init; }

    public required string PassphraseFilePath { get; init; }

    /// <summary>Where the other validators' connections are accepted.</summary>
    public required IPEndPoint PeerListen { get; init; }

    /// <summary>Where each other validator listens, by its name; of one that is not named here the chain says it.</summary>
    public required IReadOnlyDictionary<string, HostPort> Peers { get; init; }

    /// <summary>The nodes outside the set that this one follows from, or that may follow from it: each names the other.</summary>
    public IReadOnlyDictionary<string, NeighbourConfiguration> Neighbours { get; init; } = new Dictionary<string, NeighbourConfiguration>();

    public required IPEndPoint GrpcListen { get; init; }

    public required IPEndPoint JsonListen { get; init; }

    /// <summary>
    /// The TLS certificate with key, in PEM, of the RPC endpoints; without one they are on loopback only.
    /// </summary>
    public string? RpcCertificatePath { get; init; }

    public BatchConfiguration Batch { get; init; } = new();

    public PoolConfiguration Pool { get; init; } = new();

    public HistoryConfiguration History { get; init; } = new();

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
            SnapshotAboveBlocks = (ulong)History.SnapshotAboveBlocks,
            KeptBodyBlocks = (ulong)History.KeptBodyBlocks,
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
        EpochsPath = Full(EpochsPath, directory),
        KeyFilePath = Full(KeyFilePath, directory),
        NextKeyFilePath = Full(NextKeyFilePath, directory),
        CosigningKeyFilePath = Full(CosigningKeyFilePath, directory),
        NextCosigningKeyFilePath = Full(NextCosigningKeyFilePath, directory),
        TlsKeyFilePath = Path.GetFullPath(TlsKeyFilePath, directory),
        NextTlsKeyFilePath = Full(NextTlsKeyFilePath, directory),
        PassphraseFilePath = Path.GetFullPath(PassphraseFilePath, directory),
        RpcCertificatePath = Full(RpcCertificatePath, directory),
    };

    private static string? Full(string? path, string directory) => path is null ? null : Path.GetFullPath(path, directory);

    /// <summary>The rules that hold between fields.</summary>
    private IEnumerable<(string Field, string Reason)> FaultsBetween()
    {
        if (Peers.ContainsKey(ValidatorName))
        {
            yield return ($"$.peers.{ValidatorName}", "a node is not its own peer.");
        }

        if (Neighbours.Count > MaximumNeighbours)
        {
            yield return ("$.neighbours", $"are {MaximumNeighbours} at most, not {Neighbours.Count}.");
        }

        if (KeyFilePath is null && NextKeyFilePath is not null)
        {
            yield return ("$.nextKeyFilePath", "is there without keyFilePath.");
        }

        if ((KeyFilePath is null) != (CosigningKeyFilePath is null))
        {
            yield return CosigningKeyFilePath is null
                ? ("$.keyFilePath", "is there without cosigningKeyFilePath: who votes cosigns.")
                : ("$.cosigningKeyFilePath", "is there without keyFilePath.");
        }

        if (CosigningKeyFilePath is null && NextCosigningKeyFilePath is not null)
        {
            yield return ("$.nextCosigningKeyFilePath", "is there without cosigningKeyFilePath.");
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
