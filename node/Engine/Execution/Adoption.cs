using Ledger.Cryptography.Hashing;
using Ledger.Protocol.Encoding;
using Ledger.Protocol.Merkle;
using Ledger.Protocol.Numbers;
using Ledger.Storage.State;

namespace Ledger.Engine.Execution;

/// <summary>Derives state, replay window and anchor log from committed overlays: live, in replay, and in fsck the same way.</summary>
public sealed class Adoption(
    IStateStore state, IAnchorSink anchors, OverlayBook overlays, ReplayWindow window, IssuerRegistry issuers)
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
        issuers.Take(overlay.State.Governance.Issuers);
    }

    private List<StateWrite> WritesOf(Overlay overlay)
    {
        Height height = overlay.State.Block.Height;
        List<StateWrite> writes = [new(StateKeys.Head, HeadRecord(overlay.State.Block.Hash, overlay.State.TimeMs, overlay.State.Log))];
        foreach (WindowEntry entry in overlay.Entered)
        {
            writes.Add(new StateWrite(entry.Key, StateKeys.ValueOf(entry.Last)));
        }

        foreach (WindowEntry entry in overlay.Left)
        {
            writes.Add(new StateWrite(entry.Key, null));
        }

        if (overlay.Governs)
        {
            writes.Add(new StateWrite(StateKeys.Governance, overlay.State.Governance.Encode()));
        }

        writes.AddRange(overlay.Registered.Select(e => new StateWrite(StateKeys.Issuer(e.Record.Index), e.Encode())));
        writes.AddRange(overlay.Statuses.Select(s => new StateWrite(s.Key, s.Entry.Encode())));
        if (overlay.State.Governance.Begun(height) is { } begun)
        {
            writes.Add(new StateWrite(StateKeys.Epoch(begun.Number), begun.Encode()));
        }

        Locators.Add(state, height, overlay.Outcomes, writes);
        return writes;
    }

    /// <summary>Block hash 32, time 8, then the frontier.</summary>
    internal static byte[] HeadRecord(Digest hash, ulong timeMs, AnchorFrontier log)
        => new WireWriter().Digest(hash).U64(timeMs).Raw(log.Encode()).ToArray();
}
