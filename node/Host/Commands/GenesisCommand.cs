using System.CommandLine;
using System.Globalization;
using Ledger.Protocol.Encoding;
using Ledger.Protocol.Numbers;
using Ledger.Protocol.Transactions;
using Ledger.Protocol.Validators;

namespace Ledger.Node.Commands;

/// <summary><c>ledger genesis</c>: makes the file that names a chain, from the descriptors of its members.</summary>
internal static class GenesisCommand
{
    private static readonly Option<string> Name = new("--name")
    {
        Description = "The chain's name: 1 to 64 printable ASCII characters.",
        HelpName = "NAME",
        Required = true,
    };

    private static readonly Option<string[]> Validators = Descriptors("--validator", "validator.json", required: true);

    private static readonly Option<string[]> Issuers = Descriptors("--issuer", "issuer.json", required: false);

    private static readonly Option<string[]> Minimums = new("--region-minimum")
    {
        Description = "How many of a region's validators every quorum needs; 1 for a region not named.",
        HelpName = "CODE=N",
    };

    private static readonly Option<string?> Time = new("--time")
    {
        Description = "Time of block 0 (ISO 8601); now when not given.",
        HelpName = "ISO",
    };

    private static readonly Option<ulong> BaseTimeout = new("--base-timeout-ms")
    {
        Description = "First view timeout (T0).",
        DefaultValueFactory = _ => new ChainParameters().BaseTimeoutMs,
    };

    private static readonly Option<ulong> TimeoutCap = new("--timeout-cap-ms")
    {
        Description = "Most a view timeout grows to.",
        DefaultValueFactory = _ => new ChainParameters().TimeoutCapMs,
    };

    private static readonly Option<ulong> Window = new("--window")
    {
        Description = "Heights in flight above the committed one (W).",
        DefaultValueFactory = _ => new ChainParameters().Window,
    };

    private static readonly Option<uint> MaxBlockBytes = new("--max-block-bytes")
    {
        Description = "Most bytes of the batches of one block.",
        DefaultValueFactory = _ => new ChainParameters().MaximumBlockBytes,
    };

    private static readonly Option<uint> Protocol = new("--protocol-version")
    {
        Description = "The version that the chain begins with; every validator's program must have it.",
        DefaultValueFactory = _ => ProtocolVersions.OfThisProgram.Highest,
    };

    private static readonly Option<string> Out = new("--out")
    {
        Description = "The file to write; one that exists is left as it is.",
        HelpName = "FILE",
        Required = true,
    };

    public static Command Create()
    {
        Command command = new(
            "genesis",
            "Makes a chain's genesis.json from its members' descriptors; prints its chain id and what to know before use.")
        {
            Name, Validators, Issuers, Minimums, Time, BaseTimeout, TimeoutCap, Window, MaxBlockBytes, Protocol, Out,
            SharedOptions.Json,
        };
        command.SetAction(Run);
        return command;
    }

    private static int Run(ParseResult parsed)
    {
        Genesis genesis = Make(parsed);
        JsonProblem problem = GenesisRules.Check(genesis);
        if (!problem.IsNone)
        {
            throw new CommandFailure(ExitCode.File, $"these make no genesis: {problem}");
        }

        string path = parsed.GetRequiredValue(Out);
        NewFile.Write(path, GenesisJson.Write(genesis));

        Tell(parsed, genesis, path);
        return (int)ExitCode.Ok;
    }

    private static Genesis Make(ParseResult parsed)
    {
        string name = parsed.GetRequiredValue(Name);
        if (!MemberDescriptor.IsName(name))
        {
            throw CommandFailure.Usage("--name is 1 to 64 printable ASCII characters");
        }

        Validator[] validators = Genesis.InterleaveByRegion(parsed.GetRequiredValue(Validators)
            .Select(path => MemberDescriptor.Load(path, MemberDescriptor.ValidatorFormat).ToValidator()));
        if (validators.Length > ValidatorSet.MaximumSize)
        {
            throw CommandFailure.Usage($"a chain has at most {ValidatorSet.MaximumSize} validators");
        }

        Issuer[] issuers = [.. (parsed.GetValue(Issuers) ?? []).Select((path, index) =>
            MemberDescriptor.Load(path, MemberDescriptor.IssuerFormat).ToIssuer((uint)index))];
        DateTimeOffset time = parsed.GetValue(Time) is { } iso ? Inputs.Time("--time", iso) : DateTimeOffset.UtcNow;
        if (time < DateTimeOffset.UnixEpoch)
        {
            throw CommandFailure.Usage("--time is 1970 or later");
        }

        ChainParameters parameters = new()
        {
            Window = parsed.GetValue(Window),
            BaseTimeoutMs = parsed.GetValue(BaseTimeout),
            TimeoutCapMs = parsed.GetValue(TimeoutCap),
            MaximumBlockBytes = parsed.GetValue(MaxBlockBytes),
            ProtocolVersion = VersionOf(parsed.GetValue(Protocol)),
        };
        ValidatorSet set = new(validators, MinimumsOf(validators, parsed.GetValue(Minimums) ?? []));
        return new Genesis(name, (ulong)time.ToUnixTimeMilliseconds(), parameters, set, issuers);
    }

    private static uint VersionOf(uint given)
        => ProtocolVersions.OfThisProgram.Include(given) ? given
            : throw CommandFailure.Usage($"--protocol-version {given}: this program has {ProtocolVersions.OfThisProgram}");

    private static IEnumerable<RegionMinimum> MinimumsOf(Validator[] validators, string[] given)
    {
        Dictionary<Region, byte> minimums = validators.Select(v => v.Region).Distinct().ToDictionary(r => r, _ => (byte)1);
        foreach (string text in given)
        {
            string[] parts = text.Split('=');
            bool parses = parts.Length == 2
                && byte.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out byte minimum)
                && minimums.ContainsKey(new Region(parts[0]));
            minimums[new Region(parts[0])] = parses
                ? byte.Parse(parts[1], CultureInfo.InvariantCulture)
                : throw CommandFailure.Usage($"--region-minimum {text}: CODE=N, for a region that has validators");
        }

        return minimums.Select(m => new RegionMinimum(m.Key, m.Value));
    }

    private static void Tell(ParseResult parsed, Genesis genesis, string path)
    {
        ValidatorSet set = genesis.Validators;
        Answer.Give(
            parsed,
            new
            {
                ChainId = $"{genesis.ChainId}",
                genesis.Name,
                Path = path,
                Validators = set.Validators.Select(v => new { v.Name, Region = v.Region.Code }),
                Issuers = genesis.Issuers.Select(i => new { i.Index, i.Name, Region = i.Region.Code }),
                set.Quorum,
                set.Faults,
                genesis.Warnings,
            },
            [
                $"chain id    {genesis.ChainId}",
                $"validators  {set.Size}, quorum {set.Quorum}, tolerates {set.Faults}",
                .. set.Validators.Select(v => $"  {v.Name} ({v.Region})"),
                $"issuers     {genesis.Issuers.Count}",
                .. genesis.Issuers.Select(i => $"  {i.Index} {i.Name} ({i.Region})"),
                $"wrote       {path}",
            ]);
        foreach (string warning in genesis.Warnings)
        {
            Answer.Warn(parsed, warning);
        }
    }

    private static Option<string[]> Descriptors(string name, string file, bool required) => new(name)
    {
        Description = $"The {file} of each member, in any order; issuers are numbered in the order given.",
        HelpName = "FILE",
        Required = required,
        AllowMultipleArgumentsPerToken = true,
    };
}
