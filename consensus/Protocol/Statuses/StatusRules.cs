using Ledger.Protocol.Blocks;
using Ledger.Protocol.Numbers;

namespace Ledger.Protocol.Statuses;

/// <summary>Which change may follow which status (PROTOCOL.md A1): what is revoked or superseded stays so.</summary>
public static class StatusRules
{
    /// <summary>What a change in a block makes of an entry; null for the entry when the outcome is a refusal.</summary>
    /// <param name="before">Null for a commitment that its issuer never said anything of: active.</param>
    public static Outcome TryChange(
        StatusEntry? before, StatusChange change, Height height, ulong timeMs, out StatusEntry? after)
    {
        AnchorStatus status = before?.Status ?? AnchorStatus.Active;
        Outcome outcome = before is { IsFinal: true } ? Outcome.FinalStatus
            : change.Action == StatusAction.Suspend && status == AnchorStatus.Suspended ? Outcome.AlreadySuspended
            : change.Action == StatusAction.Reinstate && status != AnchorStatus.Suspended ? Outcome.NotSuspended
            : Outcome.StatusChanged;
        after = outcome == Outcome.StatusChanged
            ? new StatusEntry(StatusAfter(change.Action), change.Reason, height, timeMs, change.Successor)
            : null;
        return outcome;
    }

    /// <summary>What a change that is not refused leads to.</summary>
    public static AnchorStatus StatusAfter(StatusAction action) => action switch
    {
        StatusAction.Revoke => AnchorStatus.Revoked,
        StatusAction.Suspend => AnchorStatus.Suspended,
        StatusAction.Reinstate => AnchorStatus.Active,
        StatusAction.Supersede => AnchorStatus.Superseded,
        _ => throw new ArgumentOutOfRangeException(nameof(action), action, "No such action."),
    };
}
