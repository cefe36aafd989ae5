using Ledger.Engine;
using Ledger.Protocol.Numbers;
using Ledger.Protocol.Validators;
using Ledger.Simulation.Cast;
using Ledger.Storage.Blocks;
using Ledger.Storage.Journal;

namespace Ledger.Simulation.World;

/// <summary>One world: everything in it follows from the seed.</summary>
public sealed partial record SimulationOptions
{
    public required ulong Seed { get; init; }

    /// <summary>How many validators each region has, in the order of <see cref="SimulatedWorld.Regions"/>.</summary>
    public IReadOnlyList<int> Layout { get; init; } = [2, 2];

    /// <summary>n.</summary>
    public int Validators => Layout.Sum();

    /// <summary>Nodes that are no validators at the start, and may become some.</summary>
    public int Spares { get; init; }

    public int Nodes => Validators + Spares;

    /// <summary>Mean pause between two changes that the operators propose; 0 for none.</summary>
    public ulong ChangeEveryMs { get; init; }

    /// <summary>How many of those are no change but the loss of somebody's journal, or an old one that is put back.</summary>
    public int JournalPermille { get; init; } = 150;

    /// <summary>How many of those losses, where they may be, are of more than a chain can go on without (D3).</summary>
    public int ManyPermille { get; init; } = 300;

    /// <summary>So many validators in two regions, as even as can be.</summary>
    public static int[] Halves(int validators) => [(validators + 1) / 2, validators / 2];

    /// <summary>f.</summary>
    public int MaximumFaulty => (Validators - 1) / 3;

    /// <summary>How many of each region a quorum needs.</summary>
    public byte RegionMinimum { get; init; } = 1;

    /// <summary>Which validators an adversary plays; the others are honest.</summary>
    public IReadOnlyDictionary<int, Role> Cast { get; init; } = new Dictionary<int, Role>();

    /// <summary>Which validators have no engine: only a script speaks for them, with their keys.</summary>
    public IReadOnlySet<int> Puppets { get; init; } = new HashSet<int>();

    /// <summary>The production suite in the place of the keyed hash: slow, so for one seed in a hundred.</summary>
    public bool RealSignatures { get; init; }

    /// <summary>Validators cosign checkpoints (C1).</summary>
    public bool Cosigns { get; init; }

    /// <summary>Transactions of an issuer that changes statuses (A1), beside all others.</summary>
    public int StatusTransactions { get; init; }

    /// <summary>Whoever an adversary plays cosigns what is not so, beside all else.</summary>
    public bool CosignsFalsely { get; init; }

    public ChainParameters Parameters { get; init; } = new();

    /// <summary>The protocol versions that the nodes' programs have at the start.</summary>
    public ProtocolVersions Programs { get; init; } = ProtocolVersions.OfThisProgram;

    public EngineOptions Engine { get; init; } = new();

    public JournalOptions Journal { get; init; } = JournalOptions.Default;

    public BlockStoreOptions Blocks { get; init; } = BlockStoreOptions.Default;

    public ulong HeartbeatMs { get; init; } = 250;

    /// <summary>How long faults happen and transactions are submitted, in virtual milliseconds.</summary>
    public ulong FaultsMs { get; init; } = 10_000;

    public int Transactions { get; init; } = 40;

    /// <summary>How long who crashed may be away.</summary>
    public ulong LongestDownMs { get; init; } = 5_000;

    /// <summary>How long a client waits for its receipt before it asks another node.</summary>
    public ulong ClientTimeoutMs { get; init; } = 2_000;

    public RegionDelays Delays { get; init; } = RegionDelays.Of(new DelayRange(0, 3), new DelayRange(5, 40));

    /// <summary>What a link carries in a millisecond; 0 for any amount.</summary>
    public ulong BytesPerMs { get; init; }

    /// <summary>One wire for both lanes, on which batches hold up votes: the network that the lanes are there to prevent.</summary>
    public bool LanesShareTheWire { get; init; }

    /// <summary>Extra delay now and then, so that frames overtake each other.</summary>
    public ulong StragglerMs { get; init; }

    public int LossPermille { get; init; }

    public int DuplicatePermille { get; init; }

    /// <summary>Mean pause between two faults of the plan; 0 for none.</summary>
    public ulong FaultEveryMs { get; init; }

    /// <summary>Most that two nodes' clocks differ at the start.</summary>
    public ulong SkewMs { get; init; }

    /// <summary>Most that a clock is fast or slow, in millionths.</summary>
    public int DriftPpm { get; init; }

    /// <summary>Whose clock is an hour slow, which is more than any drift that is allowed (T0): one of the f; null for nobody's.</summary>
    public int? SlowClock { get; init; }

    /// <summary>How long a node may take before a turn begins.</summary>
    public ulong TurnDelayMs { get; init; } = 1;
}
