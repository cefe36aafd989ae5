using Ledger.Consensus;
using Ledger.Engine;
using Ledger.Protocol.Numbers;
using Ledger.Protocol.Transactions;
using Ledger.Simulation;
using Ledger.Simulation.Cast;
using Ledger.Simulation.World;

namespace Ledger.Tests.Simulation;

/// <summary>Adversaries among honest validators: nothing breaks, everything is committed, and what can be proved is noticed.</summary>
public sealed class CastFacts
{
    /// <summary>The primary of view 0 in every set.</summary>
    private const int FirstPrimary = 1;

    public static TheoryData<Role> Roles => [.. Casting.Roles];

    [Theory]
    [MemberData(nameof(Roles))]
    public void One_adversary_of_four_harms_nobody(Role role)
    {
        for (ulong seed = 200; seed < 204; seed++)
        {
            Run(seed, 4, new() { [(int)(seed % 4)] = role });
        }
    }

    [Theory]
    [MemberData(nameof(Roles))]
    public void Two_adversaries_of_seven_harm_nobody(Role role)
    {
        for (ulong seed = 300; seed < 302; seed++)
        {
            Role second = seed % 2 == 0 ? role : Role.VoteEquivocator;
            Run(seed, 7, new() { [FirstPrimary] = role, [(int)(2 + (seed % 5))] = second });
        }
    }

    [Theory]
    [InlineData(Role.EquivocatingPrimary, FirstPrimary)]
    [InlineData(Role.VoteEquivocator, FirstPrimary)]
    [InlineData(Role.Twin, FirstPrimary)]
    [InlineData(Role.ViewChangeLiar, FirstPrimary + 1)]
    [InlineData(Role.TwoNewViews, FirstPrimary + 1)]
    public void Statements_that_no_honest_validator_makes_are_seen_and_name_who_signed_them(Role role, int liar)
    {
        long seen = 0;
        for (ulong seed = 400; seed < 410; seed++)
        {
            Run(seed, 4, new() { [liar] = role }, counters =>
            {
                seen += counters.Misbehaviors;
                Assert.True(counters.LastMisbehavior is not { } last || last.Validator.Value == liar, $"seed {seed} blames another");
            });
        }

        Assert.True(seen > 0, "nobody saw any of it");
    }

    [Theory]
    [InlineData(Role.MutePrimary)]
    [InlineData(Role.BatchWithholder)]
    [InlineData(Role.WrongRootPrimary)]
    [InlineData(Role.FutureClock)]
    public void A_primary_that_does_not_let_them_commit_is_left(Role role)
    {
        int left = 0;
        for (ulong seed = 500; seed < 503; seed++)
        {
            SimulationOptions options = Options(seed, 4, new() { [FirstPrimary] = role });
            SimulationResult result = SimulationRun.Run(options, last: world =>
                left += world.Honest.Count(n => n.Engine!.Replica.View > View.Zero));
            Assert.True(result.IsClean, $"seed {seed}: {result.Message}");
        }

        Assert.True(left > 0, "nobody left its view");
    }

    [Theory]
    [InlineData(4)]
    [InlineData(7)]
    public void Asks_of_f_validators_for_ever_higher_views_move_nobody(int validators)
    {
        Dictionary<int, Role> cast = new() { [0] = Role.ViewSpammer };
        if (validators == 7)
        {
            cast.Add(3, Role.ViewSpammer);
        }

        SimulationResult result = SimulationRun.Run(Options(61, validators, cast), last: world =>
            Assert.All(world.Honest, n => Assert.Equal(View.Zero, n.Engine!.Replica.View)));

        Assert.True(result.IsClean, result.Message);
    }

    /// <summary>Only its holder and the primary know of it: handing it to the primary again and again moves nobody.</summary>
    [Fact]
    public void A_batch_that_reached_a_mute_primary_alone_is_committed_by_the_next()
    {
        const int Holder = 0;
        SimulationOptions options = Options(71, 4, new() { [FirstPrimary] = Role.MutePrimary }) with { Transactions = 0 };

        SimulationResult result = SimulationRun.Run(options, world =>
        {
            world.Network.Cut(Holder, 2);
            world.Network.Cut(Holder, 3);
            world.Clock.At(100, () => world.Nodes[Holder].Submit(Transaction(world)));
            world.Clock.At(400, world.Network.Heal);
        });

        Assert.True(result.IsClean, result.Message);
        Assert.Equal(1UL, result.Blocks);
    }

    [Fact]
    public void Each_role_has_words_and_is_found_by_them()
    {
        Assert.All(Casting.Roles, role => Assert.Equal(role, Casting.Named(Casting.WordsOf(role))));
        Assert.Equal("equivocating-primary", Casting.WordsOf(Role.EquivocatingPrimary));
        Assert.Null(Casting.Named("honest"));
    }

    private static ClientTransaction Transaction(SimulatedWorld world)
    {
        AnchorTerms terms = new(CommitmentScheme.SaltedFile, 7, 0, 0);
        Transaction transaction = Ledger.Protocol.Transactions.AnchorTransaction.List(
            world.Genesis.ChainId, new Height(1_000), 0, terms, new byte[32]);
        return new ClientTransaction(world.Check(SignedTransaction.Sign(transaction, world.IssuerSigner)), first: 0);
    }

    private static SimulationOptions Options(ulong seed, int validators, Dictionary<int, Role> cast)
        => CheckerFacts.Quiet(seed) with
        {
            Layout = SimulationOptions.Halves(validators),
            Cast = cast,
            Transactions = 20,
            Cosigns = cast.ContainsValue(Role.FalseCosigner),
        };

    /// <summary>A world in which a primary is lost once, so that what lies about views gets to speak.</summary>
    private static void Run(
        ulong seed, int validators, Dictionary<int, Role> cast, Action<EngineCounters>? look = null)
    {
        SimulationOptions options = Options(seed, validators, cast);
        SimulationResult result = SimulationRun.Run(
            options,
            world => world.Clock.At(1_000, () => LosePrimary(world)),
            world => world.Honest.Select(n => n.Engine!.Counters).ToList().ForEach(c => look?.Invoke(c)));
        Assert.True(result.IsClean, $"seed {seed}: {result.Message}");
    }

    private static void LosePrimary(SimulatedWorld world)
    {
        Replica replica = world.Honest.First().Engine!.Replica;
        SimulatedNode primary = world.Nodes[replica.Primary.Value];
        primary.Kill();
        world.Clock.After(800, primary.Start);
    }
}
