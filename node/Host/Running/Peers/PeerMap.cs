using Ledger.Node.Networking;
using Ledger.Protocol.Messages;
using Ledger.Protocol.Numbers;
using Ledger.Protocol.Validators;

namespace Ledger.Node.Running;

/// <summary>One epoch as the edges see it: how its frames are opened, and which peer stands where in it.</summary>
/// <remarks>
/// Immutable and swapped as a whole. A peer whose key is a member's has the member's index; any other is a guest, whose index is its
/// number from <see cref="ValidatorIndex.FirstGuest"/> up, so that it stays what it is for as long as it is a guest.
/// </remarks>
public sealed class PeerMap
{
    private readonly KnownPeer?[] _peers = new KnownPeer?[PeerTransportOptions.MaximumPeers];
    private readonly ValidatorIndex[] _indexes = new ValidatorIndex[PeerTransportOptions.MaximumPeers];
    private readonly int?[] _members = new int?[ValidatorSet.MaximumSize];

    public PeerMap(EpochConfiguration epoch, MessageOpener opener, IReadOnlyList<KnownPeer> peers)
    {
        (Epoch, Opener, Peers) = (epoch, opener, peers);
        foreach (KnownPeer peer in peers)
        {
            _peers[peer.Number] = peer;
            _indexes[peer.Number] = new ValidatorIndex((byte)(ValidatorIndex.FirstGuest + peer.Number));
            NoteMembership(peer);
        }
    }

    public EpochConfiguration Epoch { get; }

    public MessageOpener Opener { get; }

    public IReadOnlyList<KnownPeer> Peers { get; }

    /// <summary>Null when nobody has the number.</summary>
    public KnownPeer? Find(int number) => _peers[number];

    /// <summary>By which the engine knows a peer during this epoch.</summary>
    public ValidatorIndex IndexOf(int number) => _indexes[number];

    /// <summary>Whose connections lead to an index; null when nobody's do.</summary>
    public int? PeerAt(ValidatorIndex index)
        => !index.IsGuest ? _members[index.Value]
            : index.Value - ValidatorIndex.FirstGuest is var number and < PeerTransportOptions.MaximumPeers && _peers[number] is not null
                ? number
                : null;

    /// <summary>For people; a number that nobody has any more is said as such.</summary>
    public string NameOf(int number) => _peers[number]?.Name ?? $"#{number}";

    private void NoteMembership(KnownPeer peer)
    {
        for (byte i = 0; i < Epoch.Validators.Size; i++)
        {
            if (peer.Pins.Contains(Epoch.Validators.Validators[i].TlsPin))
            {
                _indexes[peer.Number] = new ValidatorIndex(i);
                _members[i] = peer.Number;
            }
        }
    }
}
