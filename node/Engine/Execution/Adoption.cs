using Ledger.Cryptography.Hashing;
using Ledger.Engine.Receipts;
using Ledger.Protocol.Blocks;
using Ledger.Protocol.Encoding;
using Ledger.Protocol.Numbers;
using Ledger.Storage.State;

namespace Ledger.Engine.Execution;

/// <summary>Derives state, replay window and anchor log from committed overlays: live, in replay, and in fsck the same way.</summary>
public sealed class Adoption(IStateStore state, IAnchorSink anchors, OverlayBook overlays, ReplayWindow window)
{
    public OverlayBook Overlays => overlays;

    /// <summary>Brings everything derived up to a committed overlay.</summary>
    public void Derive(Overlay overlay)
    {
        Height height = overlay.State.Block.Height;
        anchors.Append(overlay);
        foreach (WindowEntry entry in overlay.Entered)
        {
            window.Enter(entry);
        }

        window.LeaveBelow(height);
        state.Apply(height.Value, WritesOf(overlay));
    }

    private List<StateWrite> WritesOf(Overlay overlay)
    {
        Height height = overlay.State.Block.Height;
        List<StateWrite> writes = [new(StateKeys.Head, HeadRecord(overlay.State))];
        foreach (WindowEntry entry in overlay.Entered)
        {
            writes.Add(new StateWrite(StateKeys.Window(entry.TransactionId), StateKeys.ValueOf(entry.ValidUntil)));
        }

        foreach (Digest id in overlay.Left)
        {
            writes.Add(new StateWrite(StateKeys.Window(id), null));
        }

        foreach (CheckedBatch batch in overlay.Batches)
        {
            writes.Add(new StateWrite(StateKeys.Batch(batch.Digest), StateKeys.ValueOf(height)));
        }

        if (overlay.Governs)
        {
            writes.Add(new StateWrite(StateKeys.Governance, overlay.State.Governance.Encode()));
        }

        if (overlay.State.Governance.Begun(height) is { } begun)
        {
            writes.Add(new StateWrite(StateKeys.Epoch(begun.Number), begun.Encode()));
        }

        AddLocators(overlay, height, writes);
        return writes;
    }

    /// <summary>An anchored outcome is what a transaction is found by; a refused one only while there is no other.</summary>
    private void AddLocators(Overlay overlay, Height height, List<StateWrite> writes)
    {
        HashSet<Digest> named = [];
        foreach (OutcomeRecord outcome in overlay.Outcomes)
        {
            bool first = outcome.Outcome is Outcome.Anchored or Outcome.Enacted
                || (!named.Contains(outcome.TransactionId)
                    && !state.TryGet(StateKeys.Locator(outcome.TransactionId), out _));
            if (first)
            {
                named.Add(outcome.TransactionId);
                TransactionLocator locator = new(height, outcome.Outcome, outcome.FirstLeaf, outcome.LeafCount);
                writes.Add(new StateWrite(StateKeys.Locator(outcome.TransactionId), locator.Encode()));
            }
        }
    }

    /// <summary>Block hash 32, time 8, then the frontier.</summary>
    private static byte[] HeadRecord(LedgerState state)
        => new WireWriter().Digest(state.Block.Hash).U64(state.TimeMs).Raw(state.Log.Encode()).ToArray();
}
