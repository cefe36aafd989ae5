using System.Collections.Frozen;
using Ledger.Cryptography.Hashing;

namespace Ledger.Node.Networking;

/// <summary>The peers by index and by pin.</summary>
internal sealed class PeerDirectory
{
    private readonly FrozenDictionary<int, Peer> _byIndex;
    private readonly FrozenDictionary<Digest, Peer> _byPin;

    /// <exception cref="ArgumentException">Two peers share an index or a key.</exception>
    public PeerDirectory(PeerTransportOptions options, IFrameSink sink)
    {
        Dictionary<int, Peer> byIndex = [];
        Dictionary<Digest, Peer> byPin = [];
        foreach (PeerAddress address in options.Peers)
        {
            Peer peer = new(address, options, sink);
            byIndex.Add(peer.Index, peer);
            byPin.Add(address.Pin, peer);
        }

        _byIndex = byIndex.ToFrozenDictionary();
        _byPin = byPin.ToFrozenDictionary();
        All = [.. byIndex.Values.OrderBy(peer => peer.Index)];
    }

    public IReadOnlyList<Peer> All { get; }

    /// <exception cref="ArgumentOutOfRangeException">No peer has this index; the node itself is none.</exception>
    public Peer this[int index] => _byIndex.TryGetValue(index, out Peer? peer)
        ? peer
        : throw new ArgumentOutOfRangeException(nameof(index), index, "No such peer.");

    public Peer? FindByPin(Digest pin) => _byPin.GetValueOrDefault(pin);
}
