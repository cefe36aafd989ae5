extern alias mutants;

using Ledger.Simulation;
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
    [InlineData("TwoFCommits")]
    public void A_rule_left_out_is_noticed(string mutant)
    {
        Sighting sighting = new MutantCampaign(1_000_000, 200, Environment.ProcessorCount).Seek(mutant);
        Assert.True(sighting.Seed is not null, $"{mutant} was not noticed in {sighting.Seeds} seeds");
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
