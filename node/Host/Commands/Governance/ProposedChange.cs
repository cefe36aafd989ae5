using Ledger.Cryptography.Signatures;
using Ledger.Node.Running;
using Ledger.Protocol.Governance;
using Ledger.Protocol.Numbers;
using Ledger.Protocol.Receipts;
using Ledger.Protocol.Validators;

namespace Ledger.Node.Commands;

/// <summary>A change, the configuration that it was made on, and who has approved it.</summary>
/// <param name="Approvals">Signatures by the name of the validator whose operator's they are.</param>
internal sealed record ProposedChange(
    GovernanceChange Change, EpochConfiguration Current, SortedDictionary<string, byte[]> Approvals)
{
    public bool Withdraws => Change.Actions is [GovernanceAction.Withdraw];

    /// <summary>What it would make of the configuration; null for an order, a withdrawal, about issuers, or with a fault.</summary>
    public GovernanceFault TryApply(out ConfigurationDraft? draft)
    {
        draft = null;
        return Withdraws ? GovernanceFault.None
            : Change.Recovers ? JudgeOrder()
            : Change.IsOfIssuers ? JudgeIssuer()
            : GovernanceRules.TryApply(Current, Change, SignatureSuites.Production, out draft);
    }

    private GovernanceFault JudgeOrder()
        => Change.Since > Current.Parameters.ProtocolVersion ? GovernanceFault.NotInForce
            : RecoveryOrder.Of(Change) is not { } order ? GovernanceFault.Malformed
            : order.Epoch != Current.Number ? GovernanceFault.OtherEpoch
            : order.Judge(Current.Validators);

    /// <summary>As far as it can be judged without the chain's issuers: names and keys in use only the node knows.</summary>
    private GovernanceFault JudgeIssuer()
        => Change.Since > Current.Parameters.ProtocolVersion ? GovernanceFault.NotInForce
            : Change.Actions is not [GovernanceAction.Later later] ? GovernanceFault.NotAlone
            : IssuerAction.TryRead(later) is not { } action ? GovernanceFault.Malformed
            : IssuerBook.Judge(action, Change.ChainId, SignatureSuites.Production);

    /// <summary>Ends the command when no chain could run on what it makes.</summary>
    public void DemandRunnable()
    {
        GovernanceFault fault = TryApply(out _);
        if (fault != GovernanceFault.None)
        {
            throw new CommandFailure(ExitCode.Invalid, $"no chain could run on this change: {fault}", "INVALID_CHANGE");
        }
    }

    /// <summary>Ends the command when the change is of another chain, or on a configuration that is not known to be this chain's.</summary>
    public void DemandOf(EpochHistory history)
    {
        if (Change.ChainId != history.Genesis.ChainId)
        {
            throw new CommandFailure(ExitCode.Invalid, $"the change is for chain {Change.ChainId}, not for this one", "WRONG_CHAIN");
        }

        if (history.Find(Current.Number) is not { } known || known.Hash != Current.Hash)
        {
            Epoch last = history.Last.Number;
            string why = Current.Number.Value > last.Value
                ? $"it is of epoch {Current.Number} and what is believed ends at {last}: give --epochs"
                : "it is not the one of that epoch";
            throw new CommandFailure(
                ExitCode.Invalid, $"the configuration in the file is not known to be this chain's: {why}", "UNKNOWN_CONFIGURATION");
        }
    }

    /// <summary>The approvals as the wire has them; one that is not its operator's ends the command.</summary>
    public Approval[] In(ValidatorSet set)
    {
        List<Approval> approvals = [];
        foreach ((string name, byte[] signature) in Approvals)
        {
            Approval? approval = set.Find(name) is { } place ? new Approval(place, signature) : null;
            bool good = approval is { } said && Change.IsApprovedBy(set[said.Operator], said, SignatureSuites.Production);
            approvals.Add(good ? approval!.Value : throw new CommandFailure(
                ExitCode.Invalid, $"the approval of {name} is not that of its operator", "BAD_APPROVAL"));
        }

        return [.. approvals];
    }

    /// <summary>Adds the approval of whoever holds the key; the name of its validator, or null when it is nobody's.</summary>
    public string? Approve(ISigner key)
    {
        Validator? validator = Current.Validators.Validators.FirstOrDefault(v =>
            v.Suite == key.Suite && v.OperatorKey.Span.SequenceEqual(key.PublicKey.Span));
        if (validator is not null)
        {
            Approvals[validator.Name] = Change.Approve(Current.Validators.Find(validator.Name)!.Value, key).Signature.ToArray();
        }

        return validator?.Name;
    }
}
