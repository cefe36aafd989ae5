using System.CommandLine;
using Ledger.Client;
using Ledger.Protocol.Receipts;

namespace Ledger.Node.Commands;

/// <summary><c>ledger governance show</c>: a change file in plain words, or what a chain has decided about itself.</summary>
internal static class ShowCommand
{
    private static readonly Argument<string?> Change = new("FILE")
    {
        Description = "A change, as 'governance propose' wrote it; or give --node.",
        Arity = ArgumentArity.ZeroOrOne,
    };

    private static readonly Option<string[]> Nodes = new("--node")
    {
        Description = "Show the configuration in force, the change that is decided, and who is awaited, as this node says it.",
        HelpName = "URL",
    };

    private static readonly Option<string?> Genesis = new("--genesis")
    {
        Description = "The chain's genesis.json; with it the node's configuration is followed from there by signatures.",
        HelpName = "FILE",
    };

    public static Command Create()
    {
        Command command = new("show", "Shows a change file in plain words, or a chain's configuration and what is decided of it.")
        {
            Change, Nodes, SharedOptions.Authority, SharedOptions.Timeout, Genesis, SharedOptions.Epochs, SharedOptions.Pin,
            SharedOptions.Json,
        };
        command.SetAction(RunAsync);
        return command;
    }

    private static async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellation)
    {
        (string? path, string[] addresses) = (parsed.GetValue(Change), parsed.GetValue(Nodes) ?? []);
        if ((path is null) == (addresses.Length == 0))
        {
            throw CommandFailure.Usage("give either FILE or --node");
        }

        if (path is not null)
        {
            ChangeView.Give(parsed, ChangeFile.Load(path), []);
            return (int)ExitCode.Ok;
        }

        using NodeRing nodes = Inputs.Nodes(parsed, addresses);
        Deadline deadline = Deadline.After(Inputs.Timeout(parsed));
        NodeGovernance said = parsed.GetValue(Genesis) is { } genesis
            ? await FollowAsync(nodes, Inputs.History(parsed, genesis), deadline, cancellation)
            : await NodeGovernance.AskAsync(nodes, deadline, cancellation);
        Give(parsed, said);
        return (int)ExitCode.Ok;
    }

    private static async Task<NodeGovernance> FollowAsync(
        NodeRing nodes, EpochHistory believed, Deadline deadline, CancellationToken cancellation)
    {
        NodeGovernance said = await NodeGovernance.FollowAsync(nodes, believed, deadline, cancellation);
        return await said.WithIssuersAsync(nodes, believed, deadline, cancellation);
    }

    private static void Give(ParseResult parsed, NodeGovernance said) => Answer.Give(
        parsed,
        new
        {
            ChainId = $"{said.Configuration.ChainId}",
            said.Height,
            said.Revision,
            Epoch = said.Configuration.Number.Value,
            Configuration = $"{said.Configuration.Hash}",
            said.Configuration.Validators.Quorum,
            Validators = said.Configuration.Validators.Validators.Select(v => new { v.Name, Region = v.Region.Code, v.Address }),
            Minimums = said.Configuration.Validators.Minimums.ToDictionary(m => m.Region.Code, m => m.Minimum),
            said.Configuration.Parameters,
            said.IssuerCount,
            Issuers = said.Issuers.Select(IssuerWords.Fields),
            NextEpoch = said.Next?.Number.Value,
            NextStart = said.Next?.Start.Value,
            PendingChange = said.Pending is { } pending ? $"{pending.Id}" : null,
            said.Awaited,
        },
        NodeGovernanceWords.Of(said));
}
