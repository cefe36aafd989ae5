using Ledger.Cryptography.Signatures;
using Ledger.Protocol.Checkpoints;
using Ledger.Protocol.Encoding;
using Ledger.Protocol.Validators;
using Ledger.Tests.Unit.Protocol;

namespace Ledger.Tests.Unit.Checkpoints;

/// <summary>Policies of validator sets: no region may be missing, and any f may be silent where the set allows it.</summary>
public sealed class TlogPolicyFacts
{
    private const string Cosigners = "witness a {0}\nwitness b {1}\n";

    [Theory]
    [InlineData("2+2", "1,1", 1, "1 1")]
    [InlineData("3+1", "1,1", 1, "1 1")]
    [InlineData("5+2", "2,1", 2, "2 1")]
    [InlineData("5+2", "1,1", 2, "2 1")]
    [InlineData("8+2", "3,1", 3, "3 1")]
    [InlineData("8+2", "1,2", 3, "2 2")]
    [InlineData("4+4+5", "1,1,1", 4, "2 1 2")]
    [InlineData("3+1", "1,0", 1, "2")]
    [InlineData("1+3", "1,0", 1, "1 1")]
    public void Thresholds_are_at_least_the_minimums_and_together_more_than_f(string sizes, string minimums, int faults, string expected)
    {
        TlogPolicy policy = PolicyWorld.Of(sizes, minimums, faults, SuiteId.Ed25519);

        Assert.Equal(expected, string.Join(' ', policy.Groups.SkipLast(1).Select(g => g.Threshold)));
        Assert.Equal(policy.Groups[^1].Threshold, policy.Groups.Count - 1);
        Assert.Equal(RegionPolicy.AllRegions, policy.Quorum);
    }

    [Fact]
    public void The_policy_of_an_epoch_has_a_group_for_each_region_and_every_validator_s_keys()
    {
        EpochConfiguration epoch = TestChain.TwoAndTwo.Configuration;

        TlogPolicy policy = RegionPolicy.Of(epoch, SuiteId.Ed25519);

        Assert.Equal(["CN-SZ", "SG", RegionPolicy.AllRegions], policy.Groups.Select(g => g.Name));
        Assert.Equal((4, 4), (policy.Logs.Count, policy.Witnesses.Count));
        Assert.All(policy.Logs, log => Assert.Equal(LogOrigin.Of(epoch.ChainId), log.Name));
    }

    [Theory]
    [InlineData("2+2", 1)]
    [InlineData("5+2", 2)]
    [InlineData("8+2", 3)]
    public void Without_one_region_a_checkpoint_is_refused_in_either_suite(string sizes, int faults)
    {
        foreach (SuiteId suite in (SuiteId[])[SuiteId.Ed25519, SuiteId.Sm2])
        {
            TlogPolicy policy = PolicyWorld.Of(sizes, "1,1", faults, suite);
            byte[] first = PolicyWorld.Region(sizes, 0);
            byte[] second = PolicyWorld.Region(sizes, 1);

            Assert.True(Judge(policy, [.. first, .. second]).IsBelieved);
            Assert.Equal((PolicyFault.QuorumMissing, "R1 all-regions"), Missing(Judge(policy, first)));
            Assert.Equal(PolicyFault.QuorumMissing, Judge(policy, second).Fault);
        }
    }

    [Theory]
    [InlineData("2+2", "1,1", 1)]
    [InlineData("5+4", "1,1", 2)]
    public void Any_f_may_be_silent_where_the_set_allows_it(string sizes, string minimums, int faults)
    {
        TlogPolicy policy = PolicyWorld.Of(sizes, minimums, faults, SuiteId.Ed25519);
        byte[] all = [.. PolicyWorld.Region(sizes, 0), .. PolicyWorld.Region(sizes, 1)];

        Assert.True(Judge(policy, all[faults..]).IsBelieved);
        Assert.True(Judge(policy, all[..^faults]).IsBelieved);
    }

    [Fact]
    public void The_verdict_names_the_suite_it_did_not_check()
    {
        Assert.Equal([SuiteId.Sm2], Judge(PolicyWorld.Of("2+2", "1,1", 1, SuiteId.Ed25519), [0, 1, 2, 3]).NotChecked);
        Assert.Equal([SuiteId.Ed25519], Judge(PolicyWorld.Of("2+2", "1,1", 1, SuiteId.Sm2), [0, 1, 2, 3]).NotChecked);
    }

    [Fact]
    public void Every_fault_has_its_name()
    {
        TlogPolicy policy = PolicyWorld.Of("2+2", "1,1", 1, SuiteId.Ed25519);
        TlogPolicy sm2 = PolicyWorld.Of("2+2", "1,1", 1, SuiteId.Sm2);
        SignedNote good = Notes.Signed(Notes.Head, 0, 1, 2, 3);
        SignedNote unsigned = good with { Signatures = [.. good.Signatures.Where(s => s.Name != Notes.Head.Origin)] };
        NoteSignature forged = good.Signatures[1] with { Bytes = new byte[Cosignature.Size] };

        Assert.Equal(Notes.Head, policy.Judge(good, Notes.Suites).Checkpoint);
        Assert.Equal(PolicyFault.NotACheckpoint, Fault(policy, good with { Text = "text\n" }));
        Assert.Equal(PolicyFault.NotACheckpoint, Fault(policy, Notes.Signed(Notes.Head with { Extension = "more\n" }, 0, 1, 2, 3)));
        Assert.Equal(PolicyFault.WrongOrigin, Fault(policy, Notes.Signed(Notes.Head with { Origin = "another" }, 0, 1, 2, 3)));
        Assert.Equal(PolicyFault.WrongOrigin, policy.Judge(good, Notes.Suites, "another").Fault);
        Assert.Equal(PolicyFault.WrongOrigin, Fault(sm2, good)); // nothing says which log is meant
        Assert.Equal(PolicyFault.LogSignatureMissing, Fault(policy, unsigned));
        Assert.Equal(PolicyFault.BadSignature, Fault(policy, good.With([forged])));
        Assert.Equal(PolicyFault.BadSignature, Fault(policy, good with { Text = (Notes.Head with { Size = 1 }).ToText() }));
        Assert.Equal(PolicyFault.QuorumMissing, Fault(policy, Notes.Signed(Notes.Head, 0, 1)));
    }

    [Fact]
    public void Read_exactly_a_line_of_a_key_that_the_policy_lacks_is_refused()
    {
        TlogPolicy policy = PolicyWorld.Of("2+2", "1,1", 1, SuiteId.Ed25519);
        SignedNote both = Notes.Signed(Notes.Head, 0, 1, 2, 3);
        SignedNote one = both with { Signatures = [.. both.Signatures.Where(s => policy.Keys.Any(s.IsOf))] };

        Assert.Equal(PolicyFault.UnknownLine, policy.Judge(both, Notes.Suites, exact: true).Fault);
        Assert.True(policy.Judge(one, Notes.Suites, exact: true).IsBelieved);
        Assert.Equal(8, one.Signatures.Count);
    }

    [Fact]
    public void A_policy_is_read_as_it_was_written()
    {
        foreach (SuiteId suite in (SuiteId[])[SuiteId.Ed25519, SuiteId.Sm2])
        {
            TlogPolicy policy = PolicyWorld.Of("5+2", "1,1", 2, suite);

            Assert.Equal(DecodeFault.None, TlogPolicy.TryDecode(policy.Encode(), out TlogPolicy? read));
            Assert.Equal(policy.ToString(), read!.ToString());
            Assert.Equal(suite == SuiteId.Sm2 ? 0 : 7, read.Logs.Count);
        }
    }

    [Theory]
    [InlineData("# a comment\n\n\t witness a {0} https://a.example\nquorum\ta \n", DecodeFault.None)]
    [InlineData(Cosigners + "group g any a b\nquorum g\n", DecodeFault.None)]
    [InlineData("quorum none\n", DecodeFault.None)]
    [InlineData("witness \u00e5 {0}\nquorum \u00e5\n", DecodeFault.None)]
    [InlineData("quorum none", DecodeFault.Truncated)]
    [InlineData("witness a {0}\n", DecodeFault.Truncated)]
    [InlineData("quorum none\nquorum none\n", DecodeFault.NotCanonical)]
    [InlineData("quorum a\nwitness a {0}\n", DecodeFault.NotCanonical)]
    [InlineData("witness none {0}\nquorum none\n", DecodeFault.NotCanonical)]
    [InlineData("witness a {0}\nwitness a {1}\nquorum a\n", DecodeFault.NotCanonical)]
    [InlineData("witness a {0}\nwitness b {0}\nquorum a\n", DecodeFault.NotCanonical)]
    [InlineData("log {0}\nlog {0}\nquorum none\n", DecodeFault.NotCanonical)]
    [InlineData("witness a {2}\nquorum a\n", DecodeFault.NotCanonical)]
    [InlineData(Cosigners + "group g 3 a b\nquorum g\n", DecodeFault.NotCanonical)]
    [InlineData(Cosigners + "group g 0 a b\nquorum g\n", DecodeFault.NotCanonical)]
    [InlineData(Cosigners + "group g 01 a b\nquorum g\n", DecodeFault.NotCanonical)]
    [InlineData(Cosigners + "group g 1 a a\nquorum g\n", DecodeFault.NotCanonical)]
    [InlineData(Cosigners + "group g 1 a\ngroup h 1 a\nquorum h\n", DecodeFault.NotCanonical)]
    [InlineData(Cosigners + "group g 1 g\nquorum g\n", DecodeFault.NotCanonical)]
    [InlineData(Cosigners + "group g any\nquorum g\n", DecodeFault.UnknownKind)]
    [InlineData("witness a {0} url more\nquorum a\n", DecodeFault.UnknownKind)]
    [InlineData("Quorum none\n", DecodeFault.UnknownKind)]
    [InlineData("quorum none\r\n", DecodeFault.NotCanonical)]
    public void Lines_are_read_as_the_specification_says(string lines, DecodeFault expected)
    {
        string text = string.Format(null, lines, Notes.KeysOf(1).Ed25519, Notes.KeysOf(2).Sm2, Notes.KeysOf(3).Log);

        Assert.Equal(expected, TlogPolicy.TryDecode(System.Text.Encoding.UTF8.GetBytes(text), out TlogPolicy? policy));
        Assert.Equal(expected == DecodeFault.None, policy is not null);
        if (policy is not null)
        {
            Assert.Equal(DecodeFault.None, TlogPolicy.TryDecode(policy.Encode(), out TlogPolicy? again));
            Assert.Equal($"{policy}", $"{again}");
        }
    }

    [Fact]
    public void A_quorum_of_nobody_believes_whatever_the_log_signed()
    {
        byte[] text = System.Text.Encoding.UTF8.GetBytes($"log {Notes.KeysOf(1).Log}\nquorum none\n");
        Assert.Equal(DecodeFault.None, TlogPolicy.TryDecode(text, out TlogPolicy? policy));

        Assert.True(Judge(policy!, [1]).IsBelieved);
        Assert.Equal(PolicyFault.LogSignatureMissing, Judge(policy!, [2]).Fault);
    }

    private static PolicyVerdict Judge(TlogPolicy policy, byte[] signers)
        => policy.Judge(Notes.Signed(Notes.Head, signers), Notes.Suites, Notes.Head.Origin);

    private static PolicyFault Fault(TlogPolicy policy, SignedNote note) => policy.Judge(note, Notes.Suites).Fault;

    private static (PolicyFault Fault, string Groups) Missing(PolicyVerdict verdict) => (verdict.Fault, string.Join(' ', verdict.Short));
}
