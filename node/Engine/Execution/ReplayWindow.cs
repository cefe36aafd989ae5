using Ledger.Cryptography.Hashing;
using Ledger.Protocol.Numbers;

namespace Ledger.Engine.Execution;

/// <summary>The committed replay window by last height, to find what leaves it; membership is the map's to answer.</summary>
/// <remarks>PROTOCOL.md section 3: an id is kept until height > valid-until.</remarks>
public sealed class ReplayWindow
{
    private readonly SortedDictionary<Height, List<WindowEntry>> _byLastHeight = [];

    public void Enter(WindowEntry entry)
    {
        if (!_byLastHeight.TryGetValue(entry.Last, out List<WindowEntry>? ids))
        {
            _byLastHeight.Add(entry.Last, ids = []);
        }

        ids.Add(entry);
    }

    /// <summary>Forgets everything whose last height is below <paramref name="height"/>.</summary>
    public void LeaveBelow(Height height)
    {
        while (_byLastHeight.Count > 0 && _byLastHeight.First().Key is { } lowest && lowest < height)
        {
            _byLastHeight.Remove(lowest);
        }
    }

    /// <summary>Entries whose last height is exactly <paramref name="height"/>, in committed blocks.</summary>
    public IReadOnlyList<WindowEntry> LastAt(Height height)
        => _byLastHeight.TryGetValue(height, out List<WindowEntry>? ids) ? ids : [];
}
