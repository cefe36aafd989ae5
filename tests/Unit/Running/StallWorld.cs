using Ledger.Client.V1;
using Ledger.Cryptography.Hashing;
using Ledger.Cryptography.Signatures;
using Ledger.Node.Running;
using Ledger.Protocol.Validators;

namespace Ledger.Tests.Unit.Running;

/// <summary>Facts of a healthy 2+2 network as sz-1 sees it, to be made worse.</summary>
internal static class StallWorld
{
    public const ulong Now = 100_000;

    private static readonly string[] s_names = ["sz-1", "sg-1", "sz-2", "sg-2"];

    public static StallFacts Healthy { get; } = Facts(minimum: 1);

    public static StallFacts Facts(byte minimum) => new(
        Set(minimum),
        new ChainParameters(),
        "CN-SZ",
        [.. s_names.Skip(1).Select(n => new PeerFact(n, RegionOf(n), true, 200, 50))],
        Now,
        StartedMs: 10_000,
        LastCommitMs: Now - 100,
        Height: 50,
        WorkWaits: false,
        Decided: false,
        Participating: true,
        HeadTimeMs: Now - 150,
        ClockOffsetMs: 80);

    /// <summary>The facts with some peers not heard for a while though their connections look open.</summary>
    public static StallFacts Silent(this StallFacts facts, ulong forMs, params string[] names)
        => facts with
        {
            Peers = [.. facts.Peers.Select(p => names.Contains(p.Name) ? p with { HeardMsAgo = forMs } : p)],
        };

    /// <summary>What a status would say of the facts.</summary>
    public static StatusResponse Status(StallFacts facts, StallWatch? watch = null)
    {
        watch ??= new StallWatch();
        ulong held = watch.Observe(facts);
        StatusResponse status = new()
        {
            Validator = "sz-1",
            Region = "CN-SZ",
            Primary = "sg-1",
            View = 7,
            Height = facts.Height,
            Quorum = (uint)facts.Set.Quorum,
            Reachable = (uint)facts.Reachable,
            Validators = (uint)facts.Set.Size,
            Mode = facts.Mode,
            StallCause = watch.Now.Cause,
            StallRegion = watch.Now.Region,
            StallMs = held,
            CommitMsAgo = facts.NowMs - facts.LastCommitMs ?? 0,
            ClockOffsetMs = facts.ClockOffsetMs ?? 0,
            PoolTransactions = 3,
            PoolBytes = 900,
        };
        status.Missing.Add(facts.Missing.Select(p => p.Name));
        status.Peers.Add(facts.Peers.Select(
            p => new PeerStatus
            {
                Validator = p.Name,
                Region = p.Region,
                Connected = p.Connected,
                Height = p.Height,
                Member = p.IsMember,
                Votes = p.Votes,
            }));
        return status;
    }

    private static string RegionOf(string name) => name.StartsWith("sz", StringComparison.Ordinal) ? "CN-SZ" : "SG";

    private static ValidatorSet Set(byte minimum) => new(
        s_names.Select(n => new Validator(
            n, new Region(RegionOf(n)), SuiteId.Ed25519, new byte[32], default, new byte[32],
            new CosigningKeys(new byte[32], new byte[65]))),
        [new RegionMinimum(new Region("CN-SZ"), minimum), new RegionMinimum(new Region("SG"), minimum)]);
}
