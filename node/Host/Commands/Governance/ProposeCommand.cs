using System.CommandLine;
using Ledger.Client;
using Ledger.Client.V1;
using Ledger.Protocol.Governance;
using Ledger.Protocol.Numbers;
using Ledger.Protocol.Receipts;
using Ledger.Protocol.Validators;

namespace Ledger.Node.Commands;

/// <summary><c>ledger governance propose</c>: writes a change as a file that the operators sign.</summary>
internal static class ProposeCommand
{
    private static readonly Option<string[]> Nodes = new("--node")
    {
        Description = "Read the configuration in force and the revision from this node.",
        HelpName = "URL",
    };

    private static readonly Option<ulong?> Revision = new("--revision")
    {
        Description = "Without --node: how many changes the chain has made ('governance show' says it).",
        HelpName = "N",
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
            "propose",
            "Writes a change to be signed. Its actions take effect together or not at all: removals first, then replacements, "
            + "additions, minimums and parameters. A newcomer's candidate.json comes from 'ledger key prove'.")
        {
            Nodes, SharedOptions.Authority, SharedOptions.Timeout, SharedOptions.Genesis, SharedOptions.Epochs, SharedOptions.Pin,
            Revision, Out, SharedOptions.Json,
        };
        ChangeOptions.AddTo(command);
        command.SetAction(RunAsync);
        return command;
    }

    private static async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellation)
    {
        EpochHistory history = Inputs.History(parsed, parsed.GetRequiredValue(SharedOptions.Genesis));
        (EpochConfiguration current, ulong revision) = await BasisAsync(parsed, history, cancellation);
        View? here = ChangeOptions.Recovers(parsed) ? await ViewAsync(parsed, cancellation) : null;
        GovernanceChange change = new(current.ChainId, revision, ChangeOptions.Actions(parsed, current, here));
        ProposedChange proposed = new(change, current, new(StringComparer.Ordinal));
        proposed.DemandRunnable();
        string path = parsed.GetRequiredValue(Out);
        ChangeFile.Of(proposed).Save(path);
        ChangeView.Give(parsed, proposed, [
            .. await ProgramsAsync(parsed, proposed, cancellation),
            $"wrote {path}",
            $"next: each operator, off-line: ledger governance sign {path} --genesis genesis.json --operator-key operator.key"]);
        return (int)ExitCode.Ok;
    }

    /// <summary>For another protocol version: whose program has it, as a node hears it from its peers.</summary>
    private static async Task<IEnumerable<string>> ProgramsAsync(
        ParseResult parsed, ProposedChange proposed, CancellationToken cancellation)
    {
        string[] addresses = parsed.GetValue(Nodes) ?? [];
        if (addresses.Length == 0
            || proposed.TryApply(out ConfigurationDraft? draft) != GovernanceFault.None || draft is not { RaisesVersion: true })
        {
            return [];
        }

        using NodeRing nodes = Inputs.Nodes(parsed, addresses);
        StatusResponse status = await nodes.OnceAsync(
            (node, time) => node.GetStatusAsync(time, cancellation), Deadline.After(Inputs.Timeout(parsed)), cancellation);
        return ProgramVersions.Of(status, draft.Parameters.ProtocolVersion);
    }

    /// <summary>Of a node that lost nothing: an order names a view above those that anybody can have asked for (D3).</summary>
    private static async Task<View> ViewAsync(ParseResult parsed, CancellationToken cancellation)
    {
        string[] addresses = parsed.GetValue(Nodes) ?? throw CommandFailure.Usage("--recover needs --node, of one that lost nothing");
        using NodeRing nodes = Inputs.Nodes(parsed, addresses);
        StatusResponse status = await nodes.OnceAsync(
            (node, time) => node.GetStatusAsync(time, cancellation), Deadline.After(Inputs.Timeout(parsed)), cancellation);
        return status.Mode == NodeMode.Voting
            ? new View(status.View)
            : throw new CommandFailure(
                ExitCode.Refused, $"{status.Validator} does not vote: ask one that lost nothing for its view", "NOT_VOTING");
    }

    private static async Task<(EpochConfiguration Current, ulong Revision)> BasisAsync(
        ParseResult parsed, EpochHistory history, CancellationToken cancellation)
    {
        string[] addresses = parsed.GetValue(Nodes) ?? [];
        ulong? given = parsed.GetValue(Revision);
        if (addresses.Length > 0 == given is not null)
        {
            throw CommandFailure.Usage("give either --node or --revision");
        }

        if (given is { } revision)
        {
            return (history.Last, revision);
        }

        using NodeRing nodes = Inputs.Nodes(parsed, addresses);
        NodeGovernance said = await NodeGovernance.FollowAsync(
            nodes, history, Deadline.After(Inputs.Timeout(parsed)), cancellation);
        return (said.Configuration, said.Revision);
    }
}
