using Ledger.Client.V1;
using Ledger.Consensus;
using Ledger.Engine;
using Ledger.Protocol.Numbers;
using Ledger.Protocol.Validators;
using Awaited = Ledger.Consensus.Awaited;

namespace Ledger.Node.Running;

/// <summary>The replica's part of a status: what it waits for and of whom, why it last gave up on a view, who misbehaved.</summary>
public sealed class ConsensusStatus(EvidenceBook evidence)
{
    /// <summary>Asked between two turns.</summary>
    public void AddTo(StatusResponse status, LedgerEngine engine, ulong nowMs)
    {
        ValidatorSet set = engine.Epoch.Validators;
        Wait wait = engine.Replica.Waiting;
        status.Awaited = (Client.V1.Awaited)wait.For;
        status.AwaitedHeight = wait.For == Awaited.Nothing ? 0 : wait.Height.Value;
        status.AwaitedFrom.Add(AwaitedFrom(set, wait, engine.Replica.Primary).Select(v => set[v].Name));
        if (engine.Counters.LastSuspicion is { } last)
        {
            status.Suspicion = (Client.V1.SuspicionReason)last.Suspicion.Reason;
            status.SuspicionView = last.Suspicion.View.Value;
            status.SuspicionAskedView = last.Suspicion.Asked.Value;
            status.SuspicionMsAgo = nowMs - Math.Min(nowMs, last.AtMs);
        }

        status.Misbehaviors.Add(evidence.Tally.Select(t => new MisbehaviorStatus
        {
            Validator = t.Validator,
            Kind = (MisbehaviorKind)t.Kind,
            Heard = (ulong)t.Heard,
            Kept = (ulong)t.Kept,
        }));
    }

    private static IEnumerable<ValidatorIndex> AwaitedFrom(ValidatorSet set, Wait wait, ValidatorIndex primary) => wait.For switch
    {
        Awaited.NewView or Awaited.Proposal => [primary],
        Awaited.ViewChanges or Awaited.Prepares or Awaited.Commits => AllOf(set).Where(v => !wait.Heard.Contains(v)),
        _ => [],
    };

    private static IEnumerable<ValidatorIndex> AllOf(ValidatorSet set)
        => Enumerable.Range(0, set.Size).Select(i => new ValidatorIndex((byte)i));
}
