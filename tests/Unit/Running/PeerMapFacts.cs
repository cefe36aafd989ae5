using System.Net;
using Ledger.Cryptography.Hashing;
using Ledger.Node.Configuration;
using Ledger.Node.Running;
using Ledger.Protocol.Messages;
using Ledger.Protocol.Numbers;
using Ledger.Protocol.Validators;
using Ledger.Tests.Unit.Consensus;
using Ledger.Tests.Unit.Engine;

namespace Ledger.Tests.Unit.Running;

/// <summary>Who the peers are by the chain and the configuration, and which index each has in an epoch.</summary>
public sealed class PeerMapFacts
{
    private static readonly Committee Four = new();
    private static readonly EpochConfiguration First = Four.Genesis.Configuration;
    private static readonly Digest Stranger = Sha256.Hash("a key outside the set"u8);
    private static readonly HostPort Elsewhere = new("10.0.0.9", 7000);

    [Fact]
    public void Members_have_their_index_and_guests_one_of_their_own_and_both_ways_agree()
    {
        PeerMap map = MapOf(First, Known(7, Stranger), Known(0, Pin(3)), Known(5, Pin(1)));

        Assert.Equal([71, 3, 1], new[] { 7, 0, 5 }.Select(n => (int)map.IndexOf(n).Value));
        Assert.True(map.IndexOf(7).IsGuest);
        Assert.All((int[])[7, 0, 5], n => Assert.Equal(n, map.PeerAt(map.IndexOf(n))));
        Assert.Null(map.PeerAt(new ValidatorIndex(2)));
        Assert.Null(map.PeerAt(new ValidatorIndex(72)));
        Assert.Null(map.PeerAt(ValidatorIndex.None));
    }

    [Fact]
    public void A_peer_keeps_its_number_and_gets_another_index_when_the_set_changes()
    {
        EpochConfiguration second = Next(First, v => v.Name != "validator-1");
        KnownPeer[] peers = [Known(0, Pin(1)), Known(1, Pin(3))];

        Assert.Equal([1, 3], peers.Select(p => (int)MapOf(First, peers).IndexOf(p.Number).Value));
        PeerMap after = MapOf(second, peers);
        Assert.Equal(64, after.IndexOf(0).Value);
        Assert.Equal(second.Validators.Find("validator-3"), after.IndexOf(1));
    }

    [Fact]
    public void A_member_that_changes_its_key_is_the_member_by_either()
    {
        PeerMap map = MapOf(First, new KnownPeer(4, "validator-2", Elsewhere, [Stranger, Pin(2)]));

        Assert.Equal(new ValidatorIndex(2), map.IndexOf(4));
        Assert.Equal(4, map.PeerAt(new ValidatorIndex(2)));
    }

    [Fact]
    public void A_member_is_reached_where_its_node_says_else_where_the_chain_says()
    {
        EpochConfiguration said = With(First, v => v with { Address = $"{v.Name}.example:7000" });

        IReadOnlyList<KnownPeer> peers = PeersOf(Configured(("validator-1", Elsewhere)), said, own: Pin(0));

        Assert.Equal(
            [("validator-1", "10.0.0.9:7000"), ("validator-2", "validator-2.example:7000"), ("validator-3", "validator-3.example:7000")],
            peers.Select(p => (p.Name, $"{p.Address}")));
    }

    [Fact]
    public void An_observer_knows_its_neighbours_and_of_the_members_only_those_it_is_told_of()
    {
        EpochConfiguration said = With(First, v => v with { Address = $"{v.Name}.example:7000" });
        NodeConfiguration configuration = Configured(("validator-2", Elsewhere)) with
        {
            Neighbours = new Dictionary<string, NeighbourConfiguration> { ["cascade"] = new(new HostPort("10.0.0.1", 7000), Stranger) },
        };

        IReadOnlyList<KnownPeer> peers = PeersOf(configuration, said, own: Sha256.Hash("the observer"u8));

        Assert.Equal(["validator-2", "cascade"], peers.Select(p => p.Name));
    }

    [Fact]
    public void Who_is_to_come_and_who_was_there_until_now_are_peers_and_who_changes_its_key_in_its_place_is_one_peer()
    {
        NodeConfiguration all = Configured([.. Enumerable.Range(0, 6).Select(i => ($"validator-{i}", new HostPort("10.0.0.1", 7000 + i)))]);
        EpochConfiguration second = Next(First, v => v.Name != "validator-3");
        Validator renewed = First.Validators.Validators[2] with { TlsPin = Stranger };
        Validator newcomer = First.Validators.Validators[1] with { Name = "validator-5", TlsPin = Sha256.Hash("newcomer"u8) };

        IReadOnlyList<KnownPeer> peers = Neighbourhood.Of(all, new HashSet<Digest> { Pin(0) }, second, [renewed, newcomer], First);

        Assert.Equal(["validator-1", "validator-2", "validator-3", "validator-5"], peers.Select(p => p.Name).Order(StringComparer.Ordinal));
        Assert.Equal([Pin(2), Stranger], peers.Single(p => p.Name == "validator-2").Pins);
    }

    [Fact]
    public void A_node_that_is_epochs_behind_knows_its_peers_by_the_keys_that_its_file_of_set_changes_has()
    {
        SingleNode behind = new();
        EpochConfiguration first = behind.Genesis.Configuration;
        Validator own = first.Validators.Validators[0];
        Validator newcomer = own with { Name = "validator-5", TlsPin = Stranger, Address = "10.0.0.9:7000" };
        EpochConfiguration newest = new(
            first.ChainId, new Epoch(3), new Height(90), first.Hash, first.Parameters,
            new ValidatorSet([own, newcomer], first.Validators.Minimums));

        Assert.Empty(PeersOf(newest: null));
        Assert.Equal([("validator-5", Elsewhere)], PeersOf(newest).Select(p => (p.Name, p.Address)));
        Assert.Equal(newest, new NodeIdentity(behind.Genesis, own.Name, newest).NewestFrom(first));
        Assert.Equal(newest, new NodeIdentity(behind.Genesis, own.Name, first).NewestFrom(newest));

        IReadOnlyList<KnownPeer> PeersOf(EpochConfiguration? newest)
        {
            PeerRoll roll = new(Configured(), new NodeIdentity(behind.Genesis, own.Name, newest), [own.TlsPin], Committee.Suites);
            roll.Begin(behind.Engine);
            return roll.Map.Peers;
        }
    }

    private static PeerMap MapOf(EpochConfiguration epoch, params KnownPeer[] peers)
        => new(epoch, new MessageOpener(epoch, Committee.Suites), peers);

    private static KnownPeer Known(int number, Digest pin) => new(number, $"#{number}", Elsewhere, [pin]);

    private static Digest Pin(int validator) => First.Validators.Validators[validator].TlsPin;

    private static IReadOnlyList<KnownPeer> PeersOf(NodeConfiguration configuration, EpochConfiguration epoch, Digest own)
        => Neighbourhood.Of(configuration, new HashSet<Digest> { own }, epoch, coming: [], before: null);

    private static EpochConfiguration With(EpochConfiguration epoch, Func<Validator, Validator> change)
        => new(
            epoch.ChainId, epoch.Number, epoch.Start, epoch.Previous, epoch.Parameters,
            new ValidatorSet(epoch.Validators.Validators.Select(change), epoch.Validators.Minimums));

    private static EpochConfiguration Next(EpochConfiguration epoch, Func<Validator, bool> stays)
        => new(
            epoch.ChainId, new Epoch(epoch.Number.Value + 1), epoch.Start.Next, epoch.Hash, epoch.Parameters,
            new ValidatorSet(epoch.Validators.Validators.Where(stays), epoch.Validators.Minimums));

    private static NodeConfiguration Configured(params (string Name, HostPort Address)[] peers) => new()
    {
        ValidatorName = "validator-0",
        DataDirectory = "data",
        GenesisPath = "genesis.json",
        TlsKeyFilePath = "tls.key",
        PassphraseFilePath = "passphrase",
        PeerListen = new IPEndPoint(IPAddress.Loopback, 1),
        GrpcListen = new IPEndPoint(IPAddress.Loopback, 2),
        JsonListen = new IPEndPoint(IPAddress.Loopback, 3),
        Peers = peers.ToDictionary(p => p.Name, p => p.Address),
    };
}
