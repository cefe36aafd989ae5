using System.CommandLine;
using System.Globalization;
using Ledger.Protocol.Governance;
using Ledger.Protocol.Numbers;
using Ledger.Protocol.Validators;

namespace Ledger.Node.Commands;

/// <summary>The actions of a change, as options of the command line.</summary>
internal static class ChangeOptions
{
    private static readonly Option<string[]> Add = Files("--add", "Let in the validator of this candidate.json.");

    private static readonly Option<string[]> Replace =
        Files("--replace", "Other keys, region or address for the member of the same name, by its candidate.json.");

    private static readonly Option<string[]> Remove = new("--remove") { Description = "Let this validator go.", HelpName = "NAME" };

    private static readonly Option<string[]> Minimums = new("--region-minimum")
    {
        Description = "How many of a region's validators every quorum needs from then on.",
        HelpName = "CODE=N",
    };

    private static readonly Option<string[]> Parameters = new("--parameter")
    {
        Description = "window, base-timeout-ms, timeout-cap-ms, max-drift-ms, max-validity-heights or max-block-bytes.",
        HelpName = "NAME=N",
    };

    private static readonly Option<uint?> Protocol = new("--protocol-version")
    {
        Description = "The next protocol version. It waits until a jurisdiction quorum of the nodes says that its program has it.",
        HelpName = "N",
    };

    private static readonly Option<string?> AddIssuer = new("--add-issuer")
    {
        Description = "Let in the issuer of this candidate.json; stands alone, as the next two do. Since protocol version 2.",
        HelpName = "FILE",
    };

    private static readonly Option<string?> ReplaceIssuer = new("--replace-issuer")
    {
        Description = "Another key for the issuer of the same name and region, by its candidate.json.",
        HelpName = "FILE",
    };

    private static readonly Option<string?> RetireIssuer = new("--retire-issuer")
    {
        Description = "This issuer anchors nothing more, for ever.",
        HelpName = "NAME",
    };

    private static readonly Option<string[]> Recover = new("--recover")
    {
        Description = "This validator's new journal, by the incarnation in its 'ledger status', votes again though no block can say so: "
            + "for when so many journals are lost that the rest is no quorum. Name all that are lost, and be sure that the others "
            + "lost nothing. Give it with --node, of one that lost nothing; stands alone. Since protocol version 2.",
        HelpName = "NAME=INCARNATION",
    };

    private static readonly Option<bool> Withdraw = new("--withdraw")
    {
        Description = "Give up the change that is decided and waits for its newcomers; stands alone.",
    };

    public static void AddTo(Command command)
    {
        Option[] options =
            [Add, Replace, Remove, Minimums, Parameters, Protocol, AddIssuer, ReplaceIssuer, RetireIssuer, Recover, Withdraw];
        foreach (Option option in options)
        {
            command.Options.Add(option);
        }
    }

    /// <summary>An order's view is one that its node has to be asked for.</summary>
    public static bool Recovers(ParseResult parsed) => parsed.GetValue(Recover) is { Length: > 0 };

    /// <param name="here">The view of a node that lost nothing; for an order alone.</param>
    public static GovernanceAction[] Actions(ParseResult parsed, EpochConfiguration current, View? here)
    {
        ChainParameters parameters = ParametersOf(parsed, current.Parameters);
        GovernanceAction[] actions =
        [
            .. (parsed.GetValue(Remove) ?? []).Select(name => new GovernanceAction.RemoveValidator(name)),
            .. (parsed.GetValue(Replace) ?? []).Select(Candidate).Select(c => new GovernanceAction.ReplaceValidator(c.Validator, c.Proof)),
            .. (parsed.GetValue(Add) ?? []).Select(Candidate).Select(c => new GovernanceAction.AddValidator(c.Validator, c.Proof)),
            .. (parsed.GetValue(Minimums) ?? []).Select(text => new GovernanceAction.SetRegionMinimum(Minimum(text))),
            .. ReferenceEquals(parameters, current.Parameters) ? Array.Empty<GovernanceAction>()
                : [new GovernanceAction.SetParameters(parameters)],
        ];
        GovernanceAction[] alone = [.. AloneOf(parsed), .. OrderOf(parsed, current, here)];
        return alone.Length > 1 || (alone.Length == 1 && actions.Length > 0)
                ? throw CommandFailure.Usage("--withdraw, --recover, and what is about an issuer, stands alone in its change")
            : alone.Length == 1 ? alone
            : actions.Length is > 0 and <= GovernanceChange.MaximumActions ? actions
            : throw CommandFailure.Usage($"a change has 1 to {GovernanceChange.MaximumActions} actions, such as --add or --remove");
    }

    private static IEnumerable<GovernanceAction> AloneOf(ParseResult parsed)
        =>
        [
            .. parsed.GetValue(Withdraw) ? (GovernanceAction[])[new GovernanceAction.Withdraw()] : [],
            .. parsed.GetValue(AddIssuer) is { } add ? [IssuerCandidate(add, isNew: true)] : Array.Empty<GovernanceAction>(),
            .. parsed.GetValue(ReplaceIssuer) is { } other ? [IssuerCandidate(other, isNew: false)] : Array.Empty<GovernanceAction>(),
            .. parsed.GetValue(RetireIssuer) is { } name
                ? [new IssuerAction.Retire(name).ToAction()] : Array.Empty<GovernanceAction>(),
        ];

    private static IEnumerable<GovernanceAction> OrderOf(ParseResult parsed, EpochConfiguration current, View? here)
        => here is { } view && Recovers(parsed)
            ? [RecoveryOrder.After(current.Number, view, parsed.GetValue(Recover)!.Select(Lost)).ToAction()]
            : [];

    private static LostJournal Lost(string text)
    {
        string[] parts = text.Split('=');
        ulong incarnation = 0;
        bool parses = parts.Length == 2
            && ulong.TryParse(parts[1], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out incarnation);
        return parses && incarnation != 0
            ? new LostJournal(parts[0], incarnation)
            : throw CommandFailure.Usage($"--recover {text}: a name, '=' and the incarnation that its 'ledger status' shows, not 0");
    }

    private static GovernanceAction IssuerCandidate(string path, bool isNew)
    {
        MemberDescriptor descriptor = MemberDescriptor.Load(path, MemberDescriptor.IssuerFormat);
        byte[] proof = descriptor.Possession is { } hex ? Convert.FromHexString(hex) : throw Unproven(path);
        IssuerAction action = isNew
            ? new IssuerAction.Add(descriptor.ToIssuer(0), proof)
            : new IssuerAction.Replace(descriptor.ToIssuer(0), proof);
        return action.ToAction();
    }

    private static CommandFailure Unproven(string path)
        => CommandFailure.OfFile(path, "proves no key: give the candidate.json of 'ledger key prove'");

    private static (Validator Validator, byte[] Proof) Candidate(string path)
    {
        MemberDescriptor descriptor = MemberDescriptor.Load(path, MemberDescriptor.ValidatorFormat);
        return descriptor.Possession is { } proof
            ? (descriptor.ToValidator(), Convert.FromHexString(proof))
            : throw Unproven(path);
    }

    private static RegionMinimum Minimum(string text)
    {
        (string code, ulong minimum) = Pair("--region-minimum", text);
        return Region.IsWellFormed(code) && minimum <= ValidatorSet.MaximumSize
            ? new RegionMinimum(new Region(code), (byte)minimum)
            : throw CommandFailure.Usage($"--region-minimum {text}: CODE=N, N at most {ValidatorSet.MaximumSize}");
    }

    /// <summary>The same object when no option asks for another value.</summary>
    private static ChainParameters ParametersOf(ParseResult parsed, ChainParameters current)
    {
        ChainParameters set = (parsed.GetValue(Parameters) ?? []).Aggregate(current, Set);
        return parsed.GetValue(Protocol) is { } version ? set with { ProtocolVersion = version } : set;
    }

    private static ChainParameters Set(ChainParameters parameters, string text)
    {
        (string name, ulong value) = Pair("--parameter", text);
        return name switch
        {
            "window" => parameters with { Window = value },
            "base-timeout-ms" => parameters with { BaseTimeoutMs = value },
            "timeout-cap-ms" => parameters with { TimeoutCapMs = value },
            "max-drift-ms" => parameters with { MaximumDriftMs = value },
            "max-validity-heights" => parameters with { MaximumValidityHeights = value },
            "max-block-bytes" when value <= uint.MaxValue => parameters with { MaximumBlockBytes = (uint)value },
            _ => throw CommandFailure.Usage($"--parameter {text}: there is no such parameter, or its value is too great (see --help)"),
        };
    }

    private static (string Name, ulong Value) Pair(string option, string text)
    {
        string[] parts = text.Split('=');
        ulong value = 0;
        bool parses = parts.Length == 2 && ulong.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out value);
        return parses ? (parts[0], value) : throw CommandFailure.Usage($"{option} {text}: a name, '=' and a number");
    }

    private static Option<string[]> Files(string name, string what) => new(name) { Description = what, HelpName = "FILE" };
}
