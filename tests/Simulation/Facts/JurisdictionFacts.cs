using System.Globalization;
using Ledger.Simulation;
using Ledger.Simulation.Checkers;
using Ledger.Simulation.World;

namespace Ledger.Tests.Simulation;

/// <summary>Jurisdiction quorums at work: no region is outvoted, and none that can be spared is missed.</summary>
public sealed class JurisdictionFacts
{
    private const ulong FaultAtMs = 1_000;

    /// <summary>What was on its way when the fault came has arrived by then.</summary>
    private const ulong QuietFromMs = 1_500;

    private const ulong UntilMs = 4_000;

    /// <summary>Validators by region, and how many of each a quorum needs.</summary>
    public static TheoryData<string, byte> Layouts => new()
    {
        { "2+2", 1 },
        { "3+1", 1 },
        { "4+2", 1 },
        { "5+2", 1 },
        { "8+2", 1 },
        { "2+1+1", 1 },
        { "3+2+2", 1 },
        { "4+2", 2 },
        { "5+2", 2 },
    };

    [Theory]
    [MemberData(nameof(Layouts))]
    public void While_a_region_is_cut_off_nothing_commits_anywhere_and_when_it_returns_all_goes_on(string layout, byte minimum)
    {
        SimulationOptions options = OptionsOf(layout, minimum);
        for (int region = 0; region < options.Layout.Count; region++)
        {
            int cutOff = region;
            AssertStandsStill(options, goesOn: true, world =>
                world.Network.CutApart([.. world.Nodes.Select(n => world.RegionOf(n.Index) == cutOff)], oneWay: false));
        }
    }

    [Theory]
    [MemberData(nameof(Layouts))]
    public void While_a_region_has_less_than_its_minimum_up_nothing_commits_and_when_they_start_all_goes_on(
        string layout, byte minimum)
    {
        SimulationOptions options = OptionsOf(layout, minimum);
        for (int region = 0; region < options.Layout.Count; region++)
        {
            int down = region;
            AssertStandsStill(options, goesOn: true, world => Array.ForEach(
                [.. world.Nodes.Where(n => world.RegionOf(n.Index) == down).Skip(minimum - 1)],
                n => n.CutPower(midTurn: false)));
        }
    }

    [Theory]
    [MemberData(nameof(Layouts))]
    public void With_f_validators_gone_for_good_the_others_go_on_exactly_where_they_are_a_quorum(string layout, byte minimum)
    {
        SimulationOptions options = OptionsOf(layout, minimum);
        using SimulatedWorld definition = new(options);
        ulong all = (1UL << options.Validators) - 1;
        var sets = SubsetsOf(options.Validators, options.MaximumFaulty)
            .GroupBy(gone => VoteTally.IsQuorum(definition.Genesis.Validators, all & ~gone))
            .SelectMany(group => Spread(group.ToArray()).Select(gone => (Gone: gone, GoesOn: group.Key)));
        foreach ((ulong gone, bool goesOn) in sets)
        {
            Action<SimulatedWorld> retire = world => Array.ForEach(
                [.. world.Nodes.Where(n => (gone >> n.Index & 1) == 1)], n => n.Retire());
            if (goesOn)
            {
                AssertGoesOn(options, retire);
            }
            else
            {
                AssertStandsStill(options, goesOn: false, retire);
            }
        }
    }

    private static void AssertStandsStill(SimulationOptions options, bool goesOn, Action<SimulatedWorld> fault)
    {
        ulong[] quiet = [];
        ulong[] atTheEnd = [];
        SimulationResult result = SimulationRun.Run(
            options,
            world =>
            {
                world.Clock.At(FaultAtMs, () => fault(world));
                world.Clock.At(QuietFromMs, () => quiet = HeadsOf(world));
                world.Clock.At(UntilMs - 1, () => atTheEnd = HeadsOf(world));
            },
            world => Assert.Equal(goesOn, world.Checkers.Agreement.Head > quiet.Max()));
        Assert.True(result.IsClean, result.Message);
        Assert.True(quiet.Max() > 0);
        Assert.Equal(quiet, atTheEnd);
    }

    /// <summary>All that the clients submit, before and after, must be committed: a clean result says so.</summary>
    private static void AssertGoesOn(SimulationOptions options, Action<SimulatedWorld> fault)
    {
        ulong before = 0;
        SimulationResult result = SimulationRun.Run(
            options,
            world => world.Clock.At(FaultAtMs, () =>
            {
                before = world.Checkers.Agreement.Head;
                fault(world);
            }),
            world => Assert.True(world.HasHonestQuorum && world.Checkers.Agreement.Head > before));
        Assert.True(result.IsClean, result.Message);
    }

    private static ulong[] HeadsOf(SimulatedWorld world)
        => [.. world.Nodes.Select(n => n.Engine?.State.Block.Height.Value ?? 0)];

    private static SimulationOptions OptionsOf(string layout, byte minimum)
        => CheckerFacts.Quiet(300) with
        {
            Layout = [.. layout.Split('+').Select(count => int.Parse(count, CultureInfo.InvariantCulture))],
            RegionMinimum = minimum,
            FaultsMs = UntilMs,
            Transactions = 24,
        };

    private static IEnumerable<ulong> SubsetsOf(int n, int size)
        => Enumerable.Range(0, 1 << n).Select(s => (ulong)s).Where(s => ulong.PopCount(s) == (ulong)size);

    /// <summary>The first, the middle and the last: ten validators have 120 sets of three.</summary>
    private static IEnumerable<ulong> Spread(ulong[] sets)
        => new[] { sets[0], sets[sets.Length / 2], sets[^1] }.Distinct();
}
