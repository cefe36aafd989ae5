using Ledger.Engine;
using Ledger.Protocol.Validators;
using Ledger.Simulation.Cast;
using Ledger.Storage.Blocks;
using Ledger.Storage.Journal;

namespace Ledger.Simulation.World;

/// <summary>One world: everything in it follows from the seed.</summary>
public sealed record SimulationOptions
{
    public required ulong Seed { get; init; }

    /// <summary>n.</summary>
    public int Validators { get; init; } = 4;

    /// <summary>Which validators an adversary plays; the others are honest.</summary>
    public IReadOnlyDictionary<int, Role> Cast { get; init; } = new Dictionary<int, Role>();

    /// <summary>Which validators have no engine: only a script speaks for them, with their keys.</summary>
    public IReadOnlySet<int> Puppets { get; init; } = new HashSet<int>();

    /// <summary>The production suite in the place of the keyed hash: slow, so for one seed in a hundred.</summary>
    public bool RealSignatures { get; init; }

    public ChainParameters Parameters { get; init; } = new();

    public EngineOptions Engine { get; init; } = new();

    public JournalOptions Journal { get; init; } = JournalOptions.Default;

    public BlockStoreOptions Blocks { get; init; } = BlockStoreOptions.Default;

    public ulong HeartbeatMs { get; init; } = 250;

    /// <summary>How long faults happen and transactions are submitted, in virtual milliseconds.</summary>
    public ulong FaultsMs { get; init; } = 10_000;

    /// <summary>After the healing: everything submitted must be committed everywhere within this time.</summary>
    public ulong SettleMs { get; init; } = 60_000;

    public int Transactions { get; init; } = 40;

    /// <summary>How long a client waits for its receipt before it asks another node.</summary>
    public ulong ClientTimeoutMs { get; init; } = 2_000;

    public (ulong LowMs, ulong HighMs) NearDelay { get; init; } = (0, 3);

    public (ulong LowMs, ulong HighMs) FarDelay { get; init; } = (5, 40);

    /// <summary>Extra delay now and then, so that frames overtake each other.</summary>
    public ulong StragglerMs { get; init; }

    public int LossPermille { get; init; }

    public int DuplicatePermille { get; init; }

    /// <summary>Mean pause between two faults of the plan; 0 for none.</summary>
    public ulong FaultEveryMs { get; init; }

    /// <summary>Most that two nodes' clocks differ.</summary>
    public ulong SkewMs { get; init; }

    /// <summary>How long a node may take before a turn begins.</summary>
    public ulong TurnDelayMs { get; init; } = 1;

    /// <summary>The world of a seed.</summary>
    public static SimulationOptions Of(ulong seed)
    {
        SeededRandom random = new(seed ^ 0x6c65646765722f31);
        ulong baseTimeoutMs = random.Of(200UL, 400UL, 1_000UL);
        ulong straggler = random.Of(0UL, 0UL, 20UL, 200UL);
        return new SimulationOptions
        {
            Seed = seed,
            Validators = random.Chance(850) ? 4 : 7,
            RealSignatures = seed % 100 == 0,
            Parameters = new ChainParameters(
                Window: random.Of(1UL, 2UL, 3UL, 8UL),
                BaseTimeoutMs: baseTimeoutMs,
                TimeoutCapMs: 8 * baseTimeoutMs,
                MaximumDriftMs: random.Of(50UL, 500UL, 5_000UL),
                MaximumValidityHeights: random.Of(10UL, 40UL, 10_000UL, 10_000UL)),
            Engine = Engines(random),
            Journal = new JournalOptions(random.Of(4 << 10, 16 << 10, 128 << 10)),
            Blocks = new BlockStoreOptions(random.Of(2L << 10, 64L << 10, 16L << 20)),
            HeartbeatMs = random.Of(100UL, 250UL),
            FaultsMs = random.Between(3_000, 12_000),
            Transactions = (int)random.Between(5, 60),
            ClientTimeoutMs = random.Of(500UL, 2_000UL, 4_000UL),
            NearDelay = (0UL, random.Between(1, 4)),
            FarDelay = random.Chance(700) ? (2UL, random.Between(5, 40)) : (30UL, random.Between(40, 120)),
            StragglerMs = straggler,
            LossPermille = random.Of(0, 0, 10, 50, 200),
            DuplicatePermille = random.Of(0, 0, 20, 200),
            FaultEveryMs = random.Of(0UL, 300UL, 800UL, 800UL, 2_000UL),
            SkewMs = random.Of(0UL, 0UL, 20UL, 400UL),
            TurnDelayMs = random.Of(0UL, 1UL, 1UL, 5UL),
        };
    }

    private static EngineOptions Engines(SeededRandom random)
        => new(
            BatchDelayMs: random.Of(0UL, 5UL, 30UL),
            PipelineDelayMs: random.Of(0UL, 5UL, 20UL),
            FetchRetryMs: random.Of(100UL, 200UL),
            ResendMs: random.Of(300UL, 1_000UL),
            PoolTransactions: random.Of(8, 64, 16_384),
            CheckpointBlocks: random.Of(3UL, 10UL, 50UL, 20_000UL));
}
