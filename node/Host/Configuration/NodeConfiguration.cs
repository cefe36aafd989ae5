using System.Net;
using System.Text.Json;
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
    {
        string file = Path.GetFullPath(path);
        NodeConfiguration configuration = Parse(file, Read(file));
        return configuration.WithPathsFrom(Path.GetDirectoryName(file)!).Checked(file);
    }

    private static byte[] Read(string file)
    {
        try
        {
            return File.ReadAllBytes(file);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new ConfigurationException(file, null, null, exception.Message, exception);
        }
    }

    private static NodeConfiguration Parse(string file, byte[] json)
    {
        try
        {
            return JsonSerializer.Deserialize<NodeConfiguration>(json, StrictJson.Options)
                ?? throw new JsonException("The file says null.");
        }
        catch (JsonException exception)
        {
            throw new ConfigurationException(
                file, exception.LineNumber + 1, exception.Path, StrictJson.Reason(exception), exception);
        }
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
    private NodeConfiguration Checked(string file)
    {
        if (Peers.ContainsKey(ValidatorName))
        {
            throw new ConfigurationException(file, null, $"$.peers.{ValidatorName}", "a node is not its own peer.");
        }

        // PROTOCOL.md, Verification RPC: plaintext on loopback only.
        bool isLocal = IPAddress.IsLoopback(GrpcListen.Address) && IPAddress.IsLoopback(JsonListen.Address);
        if (RpcCertificatePath is null && !isLocal)
        {
            throw new ConfigurationException(
                file, null, "$.rpcCertificatePath", "is needed where RPC listens beyond loopback.");
        }

        return this;
    }
}
