extern alias mutants;

using Ledger.Simulation;
using Ledger.Simulation.Telling;
using mutants::Ledger.Mutants;

namespace Ledger.Tests.Simulation;

/// <summary>The simulator sees: a protocol with a rule left out is caught. All of them: <c>simulate --mutants</c>.</summary>
public sealed class MutantFacts
{
    /// <summary>Those that few seeds show, so that every run of the tests can afford them.</summary>
    [Theory]
    [InlineData("CommitUndurable")]
    [InlineData("CountTwice")]
    [InlineData("EnterBelowAsk")]
    [InlineData("ForgetViewChange")]
    [InlineData("HideCertificate")]
    [InlineData("LoseLastRecord")]
    [InlineData("NoRegionRule")]
    [InlineData("RaisedByOne")]
    [InlineData("SilentStatus")]
    [InlineData("TrustSegments")]
    [InlineData("TwoFCommits")]
    [InlineData("VoteBeforeFlush")]
    [InlineData("WindowFromMemory")]
    [InlineData("SetABlockEarly")]
    [InlineData("OldSetSpeaks")]
    [InlineData("NoPossession")]
    [InlineData("VoteAfterWipe")]
    [InlineData("CosignUndurable")]
    public void A_rule_left_out_is_noticed(string mutant)
    {
        Sighting sighting = new MutantCampaign(1_000_000, 200, Environment.ProcessorCount).Seek(mutant);
        Assert.True(sighting.Seed is not null, $"{mutant} was not noticed in {sighting.Seeds} seeds");
    }

    /// <summary>What the model found without a rule happens to the real protocol without it, step by step.</summary>
    [Theory]
    [InlineData("counterexample-n0-commits-of-two-views", "CommitsAcrossViews")]
    [InlineData("counterexample-n2-last-prepare-forgotten", "ForgetLastPrepare")]
    [InlineData("counterexample-n2b-parent-not-prepared", "AnyHigherBlock")]
    [InlineData("counterexample-n4-certificate-forgotten", "CommitUndurable")]
    [InlineData("counterexample-v2-commit-after-leaving", "CommitAfterLeaving")]
    [InlineData("counterexample-v3-highest-by-height", "HighestByHeight")]
    [InlineData("counterexample-v4-ancestor-of-the-base", "VoteBelowBase")]
    [InlineData("counterexample-v4-rival-at-the-base", "VoteBelowBase")]
    [InlineData("learner", "EnterBelowAsk")]
    public void A_counterexample_goes_wrong_without_its_rule_and_only_then(string story, string mutant)
    {
        string text = StoryShelf.TextOf(story)!;
        Assert.Null(MutantCampaign.Tell(null, story, text));
        Assert.NotNull(MutantCampaign.Tell(mutant, story, text));
    }

    /// <summary>Else what is caught might be the grafting, and what is clean another protocol.</summary>
    [Theory]
    [InlineData(3)]
    [InlineData(12)]
    public void Without_a_mutant_their_build_is_the_protocol_itself(ulong seed)
    {
        Assert.Equal(SimulationRun.Run(seed).Trace, MutantCampaign.Run(null, seed).Trace);
    }

    [Fact]
    public void No_assembly_of_a_node_knows_a_mutant()
    {
        Assert.DoesNotContain(typeof(Ledger.Engine.LedgerEngine).Assembly.GetTypes(), t => t.Name.Contains("Mutant"));
        Assert.DoesNotContain(typeof(Ledger.Consensus.Replica).Assembly.GetTypes(), t => t.Name.Contains("Mutant"));
    }
}
