using Ledger.Cryptography.Signatures;
using Ledger.Protocol.Validators;

namespace Ledger.Protocol.Governance;

/// <summary>What a change makes of an epoch's configuration: the same for whoever proposes it and for every validator (E5).</summary>
public static class GovernanceRules
{
    /// <summary>The validators and parameters after <paramref name="change"/>; null when there is a fault.</summary>
    public static GovernanceFault TryApply(
        EpochConfiguration current, GovernanceChange change, SignatureSuites suites, out ConfigurationDraft? changed)
    {
        changed = null;
        if (change.Since > current.Parameters.ProtocolVersion)
        {
            return GovernanceFault.NotInForce;
        }

        ConfigurationDraft draft = ConfigurationDraft.Of(current);
        foreach (GovernanceAction action in change.Actions)
        {
            GovernanceFault fault = Apply(draft, action, change, suites);
            if (fault != GovernanceFault.None)
            {
                return fault;
            }
        }

        GovernanceFault whole = draft.Check(current);
        changed = whole == GovernanceFault.None ? draft : null;
        return whole;
    }

    /// <summary>The members whose consensus key is not in force yet: each must say that it is ready first.</summary>
    public static IEnumerable<Validator> Newcomers(EpochConfiguration current, ConfigurationDraft changed)
        => changed.Validators.Where(v => current.Validators.FindKey(v.Suite, v.PublicKey.Span) is null);

    /// <summary>Those whose Ready is of use: the newcomers, and everybody when the protocol version is raised (P1).</summary>
    public static IEnumerable<Validator> Awaited(EpochConfiguration current, ConfigurationDraft changed, IReadOnlySet<string> ready)
        => (changed.RaisesVersion ? changed.Validators : Newcomers(current, changed)).Where(v => !ready.Contains(v.Name));

    /// <summary>Nobody is missing: every newcomer is ready, and for another version a jurisdiction quorum of those to come.</summary>
    public static bool MayBegin(EpochConfiguration current, ConfigurationDraft changed, IReadOnlySet<string> ready)
        => Newcomers(current, changed).All(v => ready.Contains(v.Name))
            && (!changed.RaisesVersion || IsQuorum(changed.MakeSet(), ready));

    private static GovernanceFault Apply(
        ConfigurationDraft draft, GovernanceAction action, GovernanceChange change, SignatureSuites suites)
    {
        GovernanceFault fault = action is GovernanceAction.LetIn member ? Judge(member, change, suites) : GovernanceFault.None;
        return fault != GovernanceFault.None ? fault : action switch
        {
            GovernanceAction.AddValidator a => draft.Add(a.Validator),
            GovernanceAction.ReplaceValidator a => draft.Replace(a.Validator),
            GovernanceAction.RemoveValidator a => draft.Remove(a.Name),
            GovernanceAction.SetRegionMinimum a => draft.Set(a.Minimum),
            GovernanceAction.SetParameters a => draft.Set(a.Parameters),
            GovernanceAction.Withdraw => GovernanceFault.NothingChanges, // of the configuration in force
            GovernanceAction.Later => GovernanceFault.NotAlone, // beside what changes the configuration
            _ => throw new ArgumentOutOfRangeException(nameof(action), action, "No such action."),
        };
    }

    private static GovernanceFault Judge(GovernanceAction.LetIn member, GovernanceChange change, SignatureSuites suites)
    {
        Validator validator = member.Validator;
        bool wellFormed = validator.Name.Length is >= 1 and <= Validator.MaximumNameCharacters
            && Region.IsWellFormed(validator.Region.Code)
            && Validator.IsAddress(validator.Address)
            && suites.Knows(validator.Suite, validator.PublicKey.Length)
            && suites.Knows(validator.Suite, validator.OperatorKey.Length);
        return !wellFormed ? GovernanceFault.BadMember
            : Possession.IsProven(change.ChainId, validator, member.Possession.Span, suites) ? GovernanceFault.None
            : GovernanceFault.NoPossession;
    }

    private static bool IsQuorum(ValidatorSet set, IReadOnlySet<string> ready) => set.HasQuorum(set.FindAll(ready));
}
