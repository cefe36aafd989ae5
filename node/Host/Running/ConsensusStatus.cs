using Ledger.Client.V1;
using Ledger.Consensus;
using Ledger.Engine;
using Ledger.Protocol.Numbers;
using Ledger.Protocol.Validators;
using Awaited = Ledger.Consensus.Awaited;

namespace Ledger.Node.Running;

/// <summary>The replica's part of a status: what it waits for and of whom, why it last gave up on a view, who misbehaved.</summary>
public sealed class ConsensusStatus(ValidatorSet set, EvidenceBook evidence)
{
    /// <summary>Asked between two turns.</summary>
    public void AddTo(StatusResponse status, LedgerEngine engine, ulong nowMs)
    {
        Wait wait = engine.Replica.Waiting;
        status.Awaited = (Client.V1.Awaited)wait.For;
        status.AwaitedHeight = wait.For == Awaited.Nothing ? 0 : wait.Height.Value;
        status.AwaitedFrom.Add(AwaitedFrom(wait, engine.Replica.Primary).Select(v => set[v].Name));
        if (engine.Counters.LastSuspicion is { } last)
        {
            status.Suspicion = (Client.V1.SuspicionReason)last.Suspicion.Reason;
            status.SuspicionView = last.Suspicion.View.Value;
            status.SuspicionAskedView = last.Suspicion.Asked.Value;
            status.SuspicionMsAgo = nowMs - Math.Min(nowMs, last.AtMs);
        }

        status.Misbehaviors.Add(evidence.Tally.Select(t => new MisbehaviorStatus
        {
            Validator = set[t.Validator].Name,
            Kind = (MisbehaviorKind)t.Kind,
            Heard = (ulong)t.Heard,
            Kept = (ulong)t.Kept,
        }));
    }

    private IEnumerable<ValidatorIndex> AwaitedFrom(Wait wait, ValidatorIndex primary) => wait.For switch
    {
        Awaited.NewView or Awaited.Proposal => [primary],
        Awaited.ViewChanges or Awaited.Prepares or Awaited.Commits => All.Where(v => !wait.Heard.Contains(v)),
        _ => [],
    };

    private IEnumerable<ValidatorIndex> All => Enumerable.Range(0, set.Size).Select(i => new ValidatorIndex((byte)i));
}
