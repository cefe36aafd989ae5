using Ledger.Cryptography.Hashing;
using Ledger.Protocol.Numbers;

namespace Ledger.Engine.Execution;

/// <summary>The committed replay window by last height, to find what leaves it; membership is the map's to answer.</summary>
/// <remarks>PROTOCOL.md section 3: an id is kept until height > valid-until.</remarks>
public sealed class ReplayWindow
{
    private readonly SortedDictionary<Height, List<Digest>> _byLastHeight = [];

    public void Enter(WindowEntry entry)
    {
        if (!_byLastHeight.TryGetValue(entry.ValidUntil, out List<Digest>? ids))
        {
            _byLastHeight.Add(entry.ValidUntil, ids = []);
        }

        ids.Add(entry.TransactionId);
    }

    /// <summary>Forgets everything whose last height is below <paramref name="height"/>.</summary>
    public void LeaveBelow(Height height)
    {
        while (_byLastHeight.Count > 0 && _byLastHeight.First().Key is { } lowest && lowest < height)
        {
            _byLastHeight.Remove(lowest);
        }
    }

    /// <summary>Ids whose last height is exactly <paramref name="height"/>, in committed blocks.</summary>
    public IReadOnlyList<Digest> LastAt(Height height)
        => _byLastHeight.TryGetValue(height, out List<Digest>? ids) ? ids : [];
}
