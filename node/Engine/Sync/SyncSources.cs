using Ledger.Protocol.Numbers;

namespace Ledger.Engine.Sync;

/// <summary>Whom a node that follows asks for blocks: one at a time of those it is connected to, another at each heartbeat.</summary>
/// <remarks>A source that is gone or lies costs a heartbeat; a member that votes is sent everything and asks nobody here.</remarks>
public sealed class SyncSources
{
    private readonly List<ValidatorIndex> _known = [];
    private int _turns;

    /// <summary>A connection to this peer was opened.</summary>
    public void Note(ValidatorIndex peer)
    {
        if (!_known.Contains(peer))
        {
            _known.Add(peer);
        }
    }

    /// <summary>The next to ask; null while nobody is known.</summary>
    public ValidatorIndex? Next() => _known.Count == 0 ? null : _known[_turns++ % _known.Count];
}
