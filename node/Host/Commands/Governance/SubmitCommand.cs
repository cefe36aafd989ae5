using System.CommandLine;
using Ledger.Client;
using Ledger.Client.V1;
using Ledger.Node.Running;
using Ledger.Protocol.Governance;
using Ledger.Protocol.Numbers;
using Ledger.Protocol.Receipts;
using Ledger.Protocol.Transactions;
using Ledger.Protocol.Validators;

namespace Ledger.Node.Commands;

/// <summary><c>ledger governance submit</c>: hands a signed change to a node and waits for what comes of it.</summary>
internal static class SubmitCommand
{
    private static readonly Argument<string[]> Changes = new("FILE")
    {
        Description = "The signed change; copies that operators signed side by side may be given together.",
        Arity = ArgumentArity.OneOrMore,
    };

    private static readonly Option<ulong> ValidForHeights = new("--valid-for-heights")
    {
        Description = "How many heights the change may wait for its block.",
        HelpName = "N",
        DefaultValueFactory = _ => 1000,
    };

    public static Command Create()
    {
        Command command = new(
            "submit", "Submits a change that a quorum of operators has signed, and says when it takes effect or who is awaited.")
        {
            Changes, SharedOptions.Nodes, SharedOptions.Authority, SharedOptions.Timeout, SharedOptions.Genesis,
            SharedOptions.Epochs, SharedOptions.Pin, ValidForHeights, SharedOptions.Json,
        };
        command.SetAction(RunAsync);
        return command;
    }

    private static async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellation)
    {
        ProposedChange proposed = Merge(parsed.GetRequiredValue(Changes));
        EpochHistory history = Inputs.History(parsed, parsed.GetRequiredValue(SharedOptions.Genesis));
        Deadline deadline = Deadline.After(Inputs.Timeout(parsed));
        using NodeRing nodes = Inputs.Nodes(parsed);
        NodeGovernance before = await NodeGovernance.FollowAsync(nodes, history, deadline, cancellation);
        GovernanceTransaction transaction = Build(proposed, before, parsed.GetValue(ValidForHeights));
        byte[] bytes = SignedTransaction.Unsigned(transaction).Encode();
        SubmitResponse answer = await nodes.UntilAsync(
            (node, time) => node.SubmitAsync(bytes, waitForReceipt: true, time, cancellation), deadline, cancellation);
        if (answer.Outcome != Outcome.Enacted)
        {
            throw new CommandFailure(
                ExitCode.Refused, $"the block at height {answer.Height} refused it: {answer.Outcome}", "REFUSED_IN_BLOCK");
        }

        Give(parsed, transaction, answer, await NodeGovernance.AskAsync(nodes, deadline, cancellation));
        return (int)ExitCode.Ok;
    }

    /// <summary>One change with the approvals of all its copies.</summary>
    private static ProposedChange Merge(string[] paths)
    {
        ProposedChange first = ChangeFile.Load(paths[0]);
        foreach (string path in paths.Skip(1))
        {
            ProposedChange copy = ChangeFile.Load(path);
            if (copy.Change.Id != first.Change.Id)
            {
                throw CommandFailure.OfFile(path, $"is another change than {paths[0]}");
            }

            foreach ((string name, byte[] signature) in copy.Approvals)
            {
                first.Approvals[name] = signature;
            }
        }

        return first;
    }

    private static GovernanceTransaction Build(ProposedChange proposed, NodeGovernance node, ulong validFor)
    {
        ValidatorSet set = node.Configuration.Validators;
        if (proposed.Change.ChainId != node.Configuration.ChainId)
        {
            throw new CommandFailure(ExitCode.Invalid, $"the change is for chain {proposed.Change.ChainId}", "WRONG_CHAIN");
        }

        if (proposed.Change.Revision != node.Revision)
        {
            throw new CommandFailure(
                ExitCode.Refused,
                $"it was made when the chain had made {proposed.Change.Revision} changes, and now it has made {node.Revision}",
                "STALE_REVISION");
        }

        Approval[] approvals = proposed.In(set);
        return set.HasQuorum(ChangeView.Signers(proposed, set))
            ? GovernanceTransaction.Of(proposed.Change, new Height(node.Height + validFor), approvals)
            : throw new CommandFailure(
                ExitCode.Refused, string.Join("; ", ChangeWords.Missing(proposed, set)), "APPROVALS_MISSING");
    }

    private static void Give(ParseResult parsed, GovernanceTransaction transaction, SubmitResponse answer, NodeGovernance after)
        => Answer.Give(
            parsed,
            new
            {
                Outcome = StatusNames.Of(answer.Outcome),
                TransactionId = $"{transaction.Id}",
                ChangeId = $"{transaction.Change.Id}",
                answer.Height,
                after.Revision,
                Epoch = after.Configuration.Number.Value,
                NextEpoch = after.Next?.Number.Value,
                NextStart = after.Next?.Start.Value,
                after.Awaited,
            },
            [
                $"ENACTED  change {transaction.Change.Id} in block {answer.Height}, transaction {transaction.Id}",
                .. NodeGovernanceWords.WhatComes(after),
            ]);
}
