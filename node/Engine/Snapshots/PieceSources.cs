using Ledger.Protocol.Numbers;

namespace Ledger.Engine.Snapshots;

/// <summary>Whom pieces are asked of: all that are connected, in turns; not who lied, and for a while not who was slow.</summary>
internal sealed class PieceSources
{
    /// <summary>Pieces one peer is asked for at a time.</summary>
    public const int AskedOfPeer = 2;

    /// <summary>How long a peer may take for a piece, and how long it is passed over after it took longer.</summary>
    public const ulong PatienceMs = 10_000;

    private readonly List<ValidatorIndex> _known = [];
    private readonly HashSet<ValidatorIndex> _liars = [];
    private readonly HashSet<ValidatorIndex> _without = [];
    private readonly Dictionary<ValidatorIndex, ulong> _pausedUntilMs = [];
    private int _turns;

    public void Note(ValidatorIndex peer)
    {
        if (!_known.Contains(peer))
        {
            _known.Add(peer);
        }
    }

    /// <summary>Never asked again, unless nobody else is left.</summary>
    public void Distrust(ValidatorIndex peer)
    {
        _liars.Add(peer);
        if (_known.TrueForAll(_liars.Contains))
        {
            _liars.Clear();
        }
    }

    /// <summary>It does not hold the snapshot that is being taken over; blocks and leaves it has in any case.</summary>
    /// <returns>False when nobody is left who may hold it.</returns>
    public bool NoteWithout(ValidatorIndex peer)
    {
        _without.Add(peer);
        return _known.Exists(p => !_without.Contains(p) && !_liars.Contains(p));
    }

    /// <summary>Whether anybody is left who may send a part of the very snapshot now; who lied or was slow is not.</summary>
    public bool AnyMayHold(ulong nowMs)
        => _known.Exists(p => !_without.Contains(p) && !_liars.Contains(p) && !IsPaused(p, nowMs));

    /// <summary>Another snapshot: whoever offered it holds it, and who else does is to be found out.</summary>
    public void Begin() => _without.Clear();

    public void Pause(ValidatorIndex peer, ulong nowMs) => _pausedUntilMs[peer] = nowMs + PatienceMs;

    /// <summary>The next in turn; null when all are busy, passed over or unknown.</summary>
    /// <param name="ofSnapshot">Only who may hold the very snapshot.</param>
    public ValidatorIndex? Next(Func<ValidatorIndex, int> asked, bool ofSnapshot, ulong nowMs)
    {
        for (int tried = 0; tried < _known.Count; tried++)
        {
            ValidatorIndex peer = _known[_turns++ % _known.Count];
            bool without = ofSnapshot && _without.Contains(peer);
            if (!IsPaused(peer, nowMs) && !without && !_liars.Contains(peer) && asked(peer) < AskedOfPeer)
            {
                return peer;
            }
        }

        return null;
    }

    private bool IsPaused(ValidatorIndex peer, ulong nowMs) => _pausedUntilMs.TryGetValue(peer, out ulong until) && nowMs < until;
}
