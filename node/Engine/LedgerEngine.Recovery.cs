using Ledger.Consensus;
using Ledger.Engine.Execution.Governance;
using Ledger.Protocol.Blocks;
using Ledger.Protocol.Governance;
using Ledger.Protocol.Numbers;
using Ledger.Protocol.Transactions;
using Ledger.Protocol.Validators;

namespace Ledger.Engine;

/// <summary>D3: by the operators' order journals that were made anew sign again, though no block can say so yet.</summary>
public sealed partial class LedgerEngine
{
    /// <summary>The order by which this node waits for what the others show; null mostly.</summary>
    private RecoveryOrder? _order;

    /// <summary>An order comes as any transaction does: to whoever is left, and in a batch to all others.</summary>
    private void NoteOrders(CheckedBatch batch)
    {
        foreach (CheckedTransaction checkedOne in batch.Transactions)
        {
            NoteOrder(checkedOne.Transaction);
        }
    }

    private void NoteOrder(Transaction transaction)
    {
        if (transaction is not GovernanceTransaction { Change.Recovers: true } governance)
        {
            return;
        }

        GovernanceState state = State.Governance.Enter(State.Block.Height.Next);
        if (state.Epoch.Number == Epoch.Number
            && GovernanceExecution.Decide(state, governance, State.Block.Height.Next, _setup.Suites).Outcome == Outcome.Enacted)
        {
            Take(RecoveryOrder.Of(governance.Change)!);
        }
    }

    /// <summary>Who has its promises asks for the order's view; who has none waits until all of those have left for it.</summary>
    private void Take(RecoveryOrder order)
    {
        View here = View.Max(Replica.View, _parts.Durable.Asked);
        if (!Replica.Follows && order.View.Value >= here.Value + RecoveryOrder.LeastMargin)
        {
            Step(new Input.Ordered(order.View));
        }
        else if (IsMember && _parts.Durable.IsSilent && order.Names(_setup.Name, _parts.Durable.Incarnation))
        {
            _order = order;
        }
    }

    /// <summary>At a turn's start: the promises are durable before the replica that they are of says anything.</summary>
    private void RecoverIfShown()
    {
        if (_order is not { } order || order.Epoch != Epoch.Number || !_parts.Durable.IsSilent)
        {
            _order = null;
            return;
        }

        if (_epoch.Recover(_setup, order.MembersIn(Epoch.Validators), order.View) is { } promises)
        {
            Keep(promises);
            _order = null;
            Forget();
            _epoch = Begin(Replica.Head);
        }
    }
}
