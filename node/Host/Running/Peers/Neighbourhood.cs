using Ledger.Cryptography.Hashing;
using Ledger.Node.Configuration;
using Ledger.Node.Networking;
using Ledger.Protocol.Validators;

namespace Ledger.Node.Running;

/// <summary>Whom a node is to be connected with: a pure function of what the chain has decided and of its configuration.</summary>
/// <remarks>
/// Members of the epoch; members to come, who must be reachable before they vote; neighbours; and for one epoch more those who were
/// members until now, so that they get its last block. One key is one peer, and so is one address: two keys there are a change of key.
/// A node that is no member itself knows neighbours, and those members alone that its configuration gives an address.
/// </remarks>
public sealed class Neighbourhood
{
    private readonly NodeConfiguration _configuration;
    private readonly IReadOnlySet<Digest> _own;
    private readonly bool _isMember;
    private readonly List<(string Name, HostPort Address, List<Digest> Pins)> _found = [];

    private Neighbourhood(NodeConfiguration configuration, IReadOnlySet<Digest> own, IEnumerable<Validator> members)
        => (_configuration, _own, _isMember) = (configuration, own, members.Any(v => own.Contains(v.TlsPin)));

    /// <summary>At most <see cref="PeerTransportOptions.MaximumPeers"/>, the least dispensable first; numbers are given later.</summary>
    /// <param name="own">The keys that this node shows itself.</param>
    /// <param name="coming">Of the epoch that is scheduled, or that is decided and waits for its newcomers.</param>
    /// <param name="before">The epoch that this one followed while the node ran; null for none.</param>
    public static IReadOnlyList<KnownPeer> Of(
        NodeConfiguration configuration,
        IReadOnlySet<Digest> own,
        EpochConfiguration epoch,
        IReadOnlyList<Validator> coming,
        EpochConfiguration? before)
    {
        IReadOnlyList<Validator> gone = before?.Validators.Validators ?? [];
        Neighbourhood all = new(configuration, own, [.. epoch.Validators.Validators, .. coming, .. gone]);
        all.AddMembers([.. epoch.Validators.Validators, .. coming]);
        foreach ((string name, NeighbourConfiguration neighbour) in configuration.Neighbours)
        {
            all.Add(name, neighbour.Address, neighbour.TlsPin);
        }

        all.AddMembers(gone);
        return [.. all._found.Take(PeerTransportOptions.MaximumPeers).Select(p => new KnownPeer(-1, p.Name, p.Address, p.Pins))];
    }

    private void AddMembers(IReadOnlyList<Validator> members)
    {
        foreach (Validator member in members)
        {
            if (AddressOf(member) is { } address)
            {
                Add(member.Name, address, member.TlsPin);
            }
        }
    }

    /// <summary>What the configuration says of it, else what the chain does.</summary>
    private HostPort? AddressOf(Validator member)
        => _configuration.Peers.GetValueOrDefault(member.Name)
            ?? _configuration.Neighbours.Values.FirstOrDefault(n => n.TlsPin == member.TlsPin)?.Address
            ?? (_isMember && HostPort.TryParse(member.Address, out HostPort said) ? said : null);

    private void Add(string name, HostPort address, Digest pin)
    {
        if (_own.Contains(pin) || _found.Any(p => p.Pins.Contains(pin)))
        {
            return;
        }

        if (_found.FirstOrDefault(p => p.Address == address).Pins is { } others)
        {
            others.Add(pin);
        }
        else
        {
            _found.Add((name, address, [pin]));
        }
    }
}
