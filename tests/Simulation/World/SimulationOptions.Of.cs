using Ledger.Engine;
using Ledger.Engine.Execution.Governance;
using Ledger.Protocol.Numbers;
using Ledger.Protocol.Validators;
using Ledger.Simulation.Cast;
using Ledger.Storage.Blocks;
using Ledger.Storage.Journal;

namespace Ledger.Simulation.World;

/// <summary>What a seed makes of the options.</summary>
public sealed partial record SimulationOptions
{
    /// <summary>Layouts by how often they are drawn: four validators show most there is to see, ten cost six times as much.</summary>
    private static readonly (int Weight, int[] Layout)[] Layouts =
        [(58, [2, 2]), (12, [3, 1]), (12, [2, 1, 1]), (6, [4, 2]), (5, [5, 2]), (5, [3, 2, 2]), (2, [8, 2])];

    private const int CosigningPermille = 300;

    private const int StatusPermille = 300;

    /// <summary>Draws who cosigns, apart from all else: a world without is the one that it was before anybody cosigned.</summary>
    /// <remarks>Such that none of the seeds that failed until then draws it (<c>CosigningFacts</c> holds that).</remarks>
    private const ulong CosigningSeed = 0x536c_6331;

    private const int DrillPermille = 150;

    private const int ChangingPermille = 400;

    private const int LastingPermille = 40;

    private const int SnapshotPermille = 300;

    private const int LosingPermille = 100;

    private static readonly Role[] TwoTruths = [Role.EquivocatingPrimary, Role.TwoNewViews, Role.PastProposer];

    /// <summary>The world of a seed.</summary>
    public static SimulationOptions Of(ulong seed)
    {
        SeededRandom random = new(seed ^ CosigningSeed);
        SimulationOptions options = Uncosigned(seed);
        return random.Chance(CosigningPermille) ? Cosigned(options, random) : options;
    }

    /// <summary>A world in which checkpoints are cosigned, some falsely; in some of them an issuer changes statuses, too.</summary>
    private static SimulationOptions Cosigned(SimulationOptions options, SeededRandom random)
    {
        options = options with { Cosigns = true, CosignsFalsely = random.Chance(500) };
        return !random.Chance(StatusPermille) ? options
            : options with
            {
                StatusTransactions = random.Of(5, 20, 60),
                Parameters = options.Parameters with { ProtocolVersion = ProtocolVersions.Statuses },
            };
    }

    /// <summary>The world of a seed in which nobody cosigns.</summary>
    private static SimulationOptions Uncosigned(ulong seed)
    {
        SeededRandom random = new(seed ^ 0x6c65646765722f31);
        int[] layout = Layouts.SelectMany(l => Enumerable.Repeat(l.Layout, l.Weight)).ElementAt(random.Below(100));
        ulong baseTimeoutMs = random.Of(200UL, 400UL, 1_000UL);
        ulong maximumDriftMs = random.Of(50UL, 500UL, 5_000UL);
        SimulationOptions options = new()
        {
            Seed = seed,
            Layout = layout,
            Cast = random.Chance(500) ? CastOf(layout.Sum(), random) : new Dictionary<int, Role>(),
            RealSignatures = seed % 100 == 0,
            Parameters = new ChainParameters(
                Window: random.Of(1UL, 2UL, 3UL, 8UL),
                BaseTimeoutMs: baseTimeoutMs,
                TimeoutCapMs: 8 * baseTimeoutMs,
                MaximumDriftMs: maximumDriftMs,
                MaximumValidityHeights: random.Of(10UL, 40UL, 10_000UL, 10_000UL)),
            Engine = Engines(random),
            Journal = new JournalOptions(random.Of(4 << 10, 16 << 10, 128 << 10)),
            Blocks = new BlockStoreOptions(random.Of(2L << 10, 64L << 10, 16L << 20)),
            HeartbeatMs = random.Of(100UL, 250UL),
            FaultsMs = random.Between(3_000, 12_000),
            Transactions = (int)random.Between(5, 60),
            ClientTimeoutMs = random.Of(500UL, 2_000UL, 4_000UL),
            Delays = RegionDelays.Draw(random),
            BytesPerMs = random.Of(0UL, 0UL, 1_000UL, 10_000UL),
            StragglerMs = random.Of(0UL, 0UL, 20UL, 200UL),
            LossPermille = random.Of(0, 0, 10, 50, 200),
            DuplicatePermille = random.Of(0, 0, 20, 200),
            FaultEveryMs = random.Of(0UL, 300UL, 800UL, 800UL, 2_000UL),
            SkewMs = random.Of(0UL, 0UL, maximumDriftMs / 4, maximumDriftMs / 2),
            DriftPpm = random.Of(0, 0, 100, 1_000),
            TurnDelayMs = random.Of(0UL, 1UL, 1UL, 5UL),
        };
        bool isDrill = random.Chance(DrillPermille);
        options = isDrill ? Drill(options, random) : options;
        options = options with { SlowClock = SlowClockOf(options, random) };
        if (isDrill)
        {
            return options;
        }

        options = random.Chance(ChangingPermille) ? Changing(options, random)
            : random.Chance(LastingPermille) ? Lasting(options, random)
            : random.Chance(LosingPermille) ? Losing(options, random)
            : options;
        return random.Chance(SnapshotPermille) ? Snapshots(options, random) : options;
    }

    /// <summary>A world of several epochs, on some of whose chains nothing but the changes is to be done (E3).</summary>
    private static SimulationOptions Changing(SimulationOptions options, SeededRandom random)
        => options with
        {
            Spares = 1 + random.Below(2),
            ChangeEveryMs = random.Of(300UL, 800UL, 2_000UL),
            Transactions = random.Of(options.Transactions, options.Transactions, 3),
        };

    /// <summary>A world in which who was away takes over a snapshot, and bodies do not stay for long.</summary>
    /// <remarks>Without another adversary there is often one among those who serve it.</remarks>
    private static SimulationOptions Snapshots(SimulationOptions options, SeededRandom random)
        => options with
        {
            Cast = options.Cast.Count == 0 && options.SlowClock is null && random.Chance(400)
                ? new Dictionary<int, Role> { [random.Below(options.Validators)] = Role.PieceForger }
                : options.Cast,
            Engine = options.Engine with
            {
                SnapshotAboveBlocks = random.Of(2UL, 6UL, 20UL),
                KeptBodyBlocks = random.Of(0UL, 0UL, 4UL, 20UL),
            },
        };

    /// <summary>A world made for what the rules of view changes guard against, which takes everything at once.</summary>
    /// <remarks>
    /// Of the fewest validators, so that an adversary's vote is needed whenever one of them is away; a full pipeline; crash upon
    /// crash, and one of those who bring two truths into the world. Of one epoch: the next would begin without what was promised.
    /// </remarks>
    private static SimulationOptions Drill(SimulationOptions options, SeededRandom random)
        => options with
        {
            Layout = [2, 2],
            Cast = new Dictionary<int, Role> { [random.Below(4)] = random.Of(TwoTruths) },
            Parameters = options.Parameters with { Window = random.Of(2UL, 3UL, 8UL), BaseTimeoutMs = 1_000, TimeoutCapMs = 8_000 },
            FaultsMs = 12_000,
            FaultEveryMs = 300,
            LongestDownMs = 1_000,
            Transactions = 120,
        };

    /// <summary>A world that lasts until who has rejoined may do so again, and loses journals more often than anything else (D2).</summary>
    /// <remarks>Without an adversary, who would be the only one of four that may fail.</remarks>
    private static SimulationOptions Lasting(SimulationOptions options, SeededRandom random)
        => options with
        {
            Layout = [2, 2],
            Cast = new Dictionary<int, Role>(),
            SlowClock = null,
            Parameters = options.Parameters with { ProtocolVersion = ProtocolVersions.IssuersByGovernance },
            Spares = random.Below(2),
            ChangeEveryMs = 2_000,
            JournalPermille = 700,
            FaultsMs = GovernanceExecution.RejoinPauseMs + 25_000,
            FaultEveryMs = random.Of(0UL, 4_000UL),
            Transactions = 60,
        };

    /// <summary>A world in which so many journals are lost at once that only an order brings them back (D3).</summary>
    /// <remarks>Whoever is left is honest, and alone knows what was signed; messages are lost, so that not all know the same.</remarks>
    private static SimulationOptions Losing(SimulationOptions options, SeededRandom random)
        => options with
        {
            Cast = new Dictionary<int, Role>(),
            SlowClock = null,
            Parameters = options.Parameters with
            {
                ProtocolVersion = ProtocolVersions.IssuersByGovernance,
                Window = random.Of(1UL, 2UL, 8UL),
                MaximumValidityHeights = 10_000,
            },
            ChangeEveryMs = 1_500,
            JournalPermille = 1_000,
            ManyPermille = 900,
            LossPermille = random.Of(0, 50, 200),
            FaultsMs = 15_000,
            FaultEveryMs = random.Of(0UL, 0UL, 2_000UL),
            Transactions = 120,
        };

    /// <summary>For one world in ten somebody's, if the adversaries leave room for one more of the f.</summary>
    private static int? SlowClockOf(SimulationOptions options, SeededRandom random)
    {
        int whose = random.Below(options.Validators);
        bool mayBe = options.Cast.Count < options.MaximumFaulty && !options.Cast.ContainsKey(whose);
        return random.Chance(100) && mayBe ? whose : null;
    }

    /// <summary>One to f adversaries, anywhere, of any kind.</summary>
    private static Dictionary<int, Role> CastOf(int validators, SeededRandom random)
    {
        Dictionary<int, Role> cast = [];
        for (int left = 1 + random.Below((validators - 1) / 3); left > 0; left--)
        {
            cast[random.Below(validators)] = random.Of<Role>([.. Casting.Drawn]);
        }

        return cast;
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
