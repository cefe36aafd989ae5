using Ledger.Protocol.Numbers;

namespace Ledger.Consensus;

/// <summary>V1's timer: when it runs, how long, and what it does.</summary>
public sealed partial class Replica
{
    /// <summary>How long the view may go without progress, in milliseconds (V1).</summary>
    public ulong TimeoutMs => _timeout.DurationMs;

    private void OnTimer(TimerKind timer, EffectList effects)
    {
        if (timer == TimerKind.Progress)
        {
            _timerRunning = false;
            Suspect(SuspicionReason.Timeout, effects);
            return;
        }

        effects.Timers.Add(new TimerChange(TimerKind.Heartbeat, _options.HeartbeatMs));
        effects.SendOthers(OwnStatus());
        _wanted.Clear(); // whoever was asked has had a heartbeat's time: ask the next
    }

    private void OnWorkHeld(bool held, EffectList effects)
    {
        _workHeld = held;
        bool muted = held && Primary == _self && _participating && !MayStillPropose;
        if (muted && _asks[_self] <= _view)
        {
            // N7 silences this primary until the next view: do not wait for the others' timers alone
            Suspect(SuspicionReason.SilencedPrimary, effects);
        }
    }

    private bool MayStillPropose => _mayPropose == _view || FreshTip is not null;

    /// <summary>Arms the timer when work waits on this view's primary; progress arms it anew.</summary>
    /// <remarks>
    /// A restart forgets who asked for the view it resumes in: until asks come in again, work alone makes the timer run, or
    /// a restart of everybody could wait for ever.
    /// </remarks>
    private void UpdateTimer(EffectList effects)
    {
        bool wanted = _participating || (_resumedWaiting && !_asks.QuorumAsks(_view))
            ? HasPendingWork && !IsSyncing
            : _asks.QuorumAsks(_view);
        if (wanted && (!_timerRunning || _progress))
        {
            effects.Timers.Add(new TimerChange(TimerKind.Progress, _timeout.DurationMs));
        }
        else if (!wanted && _timerRunning)
        {
            effects.Timers.Add(new TimerChange(TimerKind.Progress, null));
        }

        _timerRunning = wanted;
        _progress = false;
    }

    /// <summary>An uncommitted proposal or base, or a held batch.</summary>
    private bool HasPendingWork
        => _workHeld || HasOpenProposal || (_base is { } start && start.Height > Head.Height)
            || (_durable.Highest is { } highest && highest.Height > Head.Height);

    private bool HasOpenProposal => _proposals.Count > 0 && _proposals.Last().Key > Head.Height;

    /// <summary>A certificate above our height is known: its blocks are the sync source's to bring, not the primary's.</summary>
    private bool IsSyncing => _decided is not null;
}
