using System.CommandLine;
using System.Net;
using Ledger.Cryptography.Hashing;
using Ledger.Cryptography.Signatures;
using Ledger.Node.Configuration;
using Ledger.Node.Running;

namespace Ledger.Node.Commands;

/// <summary><c>ledger init</c>: makes a node's whole directory. What run makes of it when it is lost must rejoin (D2).</summary>
/// <remarks>
/// Keys come before the genesis that names them, so there are two steps: without --genesis the keys, with it the rest.
/// With --config it makes the data directory of a configuration that was written by other means.
/// </remarks>
public static class InitCommand
{
    private static readonly Option<string?> Config = new("--config")
    {
        Description = "Make only the data directory, of this configuration file.",
        HelpName = "FILE",
    };

    private static readonly Option<bool> IfAbsent = new("--if-absent")
    {
        Description = "With --config: succeed, and change nothing, where the data directory is already.",
    };

    private static readonly Option<string?> Folder = new("--directory")
    {
        Description = "The validator's directory; made when missing.",
        HelpName = "DIR",
    };

    private static readonly Option<string?> Name = new("--name") { Description = "First step: its name.", HelpName = "NAME" };

    private static readonly Option<string?> Region = new("--region")
    {
        Description = "First step: its jurisdiction, such as CN-SZ or SG.",
        HelpName = "CODE",
    };

    private static readonly Option<string?> OwnAddress = new("--address")
    {
        Description = "First step: where the others reach it, if the chain is to say so.",
        HelpName = "HOST:PORT",
    };

    private static readonly Option<string?> Passphrase = new("--passphrase-file")
    {
        Description = "A file whose first line is the passphrase; DIR/passphrase when not given.",
        HelpName = "FILE",
    };

    private static readonly Option<string?> Genesis = new("--genesis")
    {
        Description = "Second step: the genesis that all operators made together.",
        HelpName = "FILE",
    };

    private static readonly Option<string[]> Peers = new("--peers")
    {
        Description = "Second step: where every other validator listens.",
        HelpName = "NAME=HOST:PORT",
        AllowMultipleArgumentsPerToken = true,
    };

    private static readonly Option<string[]> Neighbours = new("--neighbours")
    {
        Description = "Second step, of a node that genesis does not have: whom it follows from, with the pins of their TLS keys.",
        HelpName = "NAME=HOST:PORT=PIN",
        AllowMultipleArgumentsPerToken = true,
    };

    private static readonly Option<string> PeerListen = Address("--peer-listen", "validators are accepted", "0.0.0.0:7000");

    private static readonly Option<string> GrpcListen = Address("--grpc-listen", "gRPC is served", "127.0.0.1:7100");

    private static readonly Option<string> JsonListen = Address("--json-listen", "JSON and metrics are served", "127.0.0.1:7200");

    public static Command Create()
    {
        Command command = new(
            "init",
            "Make a validator's directory: first its keys, then with --genesis its configuration and data. Overwrites nothing.")
        {
            Folder, Name, Region, SharedOptions.Suite, OwnAddress, Passphrase, Genesis, Peers, Neighbours, PeerListen, GrpcListen,
            JsonListen, Config, IfAbsent, SharedOptions.Json,
        };
        command.SetAction(Run);
        return command;
    }

    private static int Run(ParseResult parsed)
        => parsed.GetValue(Config) is { } config ? MakeData(parsed, config)
            : parsed.GetValue(Folder) is not { } folder ? throw CommandFailure.Usage("--directory or --config is needed")
            : parsed.GetValue(Genesis) is { } genesis ? Complete(parsed, Path.GetFullPath(folder), genesis)
            : MakeKeys(parsed, Path.GetFullPath(folder));

    private static int MakeData(ParseResult parsed, string config)
    {
        NodeConfiguration configuration = NodeConfiguration.Load(config);
        NodeIdentity identity = NodeFiles.LoadIdentity(configuration);
        NodeDirectory directory = new(configuration.DataDirectory, identity.Genesis, identity.Name);
        bool stays = parsed.GetValue(IfAbsent) && directory.Exists;
        if (!stays)
        {
            directory.Create();
        }

        Answer.Give(
            parsed,
            new { identity.Name, Files = stays ? [] : new[] { configuration.DataDirectory } },
            [stays
                ? $"{configuration.DataDirectory} is there already"
                : $"created {configuration.DataDirectory} for {identity.Name} on chain {identity.Genesis.ChainId.Short}"]);
        return (int)ExitCode.Ok;
    }

    private static int MakeKeys(ParseResult parsed, string folder)
    {
        if (parsed.GetValue(Name) is not { } name || parsed.GetValue(Region) is not { } region)
        {
            throw CommandFailure.Usage("the first step needs --name and --region, the second --genesis and --peers");
        }

        MemberFiles files = MemberFiles.Of(folder, isValidator: true);
        SuiteId suite = SuiteNames.Parse(parsed.GetRequiredValue(SharedOptions.Suite));
        files.Make(name, region, suite, PassphraseOf(parsed, folder), parsed.GetValue(OwnAddress));
        string next = $"send {files.Descriptor} to whoever runs 'ledger genesis', then: "
            + $"ledger init --directory {folder} --genesis genesis.json --peers NAME=HOST:PORT ...";
        Answer.Give(
            parsed,
            new { Name = name, Region = region, Files = files.Paths, Next = next },
            [$"{name} ({region})", .. files.Paths.Select(p => $"  wrote {p}"), $"next: {next}"]);
        return (int)ExitCode.Ok;
    }

    private static int Complete(ParseResult parsed, string folder, string genesis)
    {
        MemberFiles files = MemberFiles.Of(folder, isValidator: true);
        if (!File.Exists(files.Descriptor))
        {
            throw CommandFailure.OfFile(files.Descriptor, "is missing: the first step, without --genesis, makes the keys");
        }

        string name = MemberDescriptor.Load(files.Descriptor, MemberDescriptor.ValidatorFormat).Name;
        ValidatorDirectory directory = new(folder, name)
        {
            Passphrase = PassphraseOf(parsed, folder),
            Listen = (EndPoint(parsed, PeerListen), EndPoint(parsed, GrpcListen), EndPoint(parsed, JsonListen)),
            Peers = PeersOf(parsed.GetValue(Peers) ?? []),
            Neighbours = NeighboursOf(parsed.GetValue(Neighbours) ?? []),
        };
        string[] made = directory.Complete(Inputs.Genesis(genesis), File.ReadAllText(genesis));
        string next = $"ledger run --config {directory.ConfigurationPath} --check";
        Answer.Give(
            parsed,
            new { Name = name, Files = made, Next = next },
            [name, .. made.Select(p => $"  wrote {p}"), $"next: {next}"]);
        return (int)ExitCode.Ok;
    }

    private static string PassphraseOf(ParseResult parsed, string folder)
        => Path.GetFullPath(parsed.GetValue(Passphrase) ?? Path.Combine(folder, "passphrase"));

    private static Dictionary<string, HostPort> PeersOf(string[] texts)
    {
        Dictionary<string, HostPort> peers = new(StringComparer.Ordinal);
        foreach (string text in texts)
        {
            int equals = text.IndexOf('=');
            if (equals < 1 || !HostPort.TryParse(text[(equals + 1)..], out HostPort address) || !peers.TryAdd(text[..equals], address))
            {
                throw CommandFailure.Usage($"--peers {text}: NAME=HOST:PORT, each name once");
            }
        }

        return peers;
    }

    private static Dictionary<string, NeighbourConfiguration> NeighboursOf(string[] texts)
    {
        Dictionary<string, NeighbourConfiguration> neighbours = new(StringComparer.Ordinal);
        foreach (string text in texts)
        {
            string[] parts = text.Split('=');
            bool whole = parts.Length == 3 && parts[0].Length > 0 && HostPort.TryParse(parts[1], out _) && Digest.TryParse(parts[2], out _);
            if (!whole || !neighbours.TryAdd(parts[0], NeighbourOf(parts)))
            {
                throw CommandFailure.Usage($"--neighbours {text}: NAME=HOST:PORT=PIN, each name once, the pin as 64 hex digits");
            }
        }

        return neighbours;
    }

    private static NeighbourConfiguration NeighbourOf(string[] parts)
        => HostPort.TryParse(parts[1], out HostPort address) && Digest.TryParse(parts[2], out Digest pin)
            ? new NeighbourConfiguration(address, pin)
            : throw new ArgumentException("Judged before.", nameof(parts));

    private static IPEndPoint EndPoint(ParseResult parsed, Option<string> option)
        => IPEndPoint.TryParse(parsed.GetRequiredValue(option), out IPEndPoint? endPoint) && endPoint.Port > 0
            ? endPoint
            : throw CommandFailure.Usage($"{option.Name}: an address of this machine and a port");

    private static Option<string> Address(string name, string what, string value) => new(name)
    {
        Description = $"Second step: where {what}.",
        HelpName = "ADDRESS:PORT",
        DefaultValueFactory = _ => value,
    };
}
