using System.Collections.Frozen;
using Ledger.Cryptography.Hashing;

namespace Ledger.Node.Networking;

/// <summary>The peers of one moment by number and by pin.</summary>
internal sealed class PeerDirectory
{
    private readonly FrozenDictionary<int, Peer> _byNumber;
    private readonly FrozenDictionary<Digest, Peer> _byPin;

    /// <exception cref="ArgumentException">Two peers share a number or a key.</exception>
    public PeerDirectory(IEnumerable<Peer> peers)
    {
        Dictionary<int, Peer> byNumber = [];
        Dictionary<Digest, Peer> byPin = [];
        foreach (Peer peer in peers)
        {
            byNumber.Add(peer.Number, peer);
            foreach (Digest pin in peer.Address.Pins)
            {
                byPin.Add(pin, peer);
            }
        }

        _byNumber = byNumber.ToFrozenDictionary();
        _byPin = byPin.ToFrozenDictionary();
        All = [.. byNumber.Values.OrderBy(peer => peer.Number)];
    }

    public IReadOnlyList<Peer> All { get; }

    public Peer? Find(int number) => _byNumber.GetValueOrDefault(number);

    public Peer? FindByPin(Digest pin) => _byPin.GetValueOrDefault(pin);
}
