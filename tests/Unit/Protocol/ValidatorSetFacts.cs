using Ledger.Cryptography.Hashing;
using Ledger.Cryptography.Signatures;
using Ledger.Protocol.Validators;

namespace Ledger.Tests.Unit.Protocol;

public sealed class ValidatorSetFacts
{
    [Theory]
    [InlineData("AABB", 1, 3, 2, true)]
    [InlineData("AAAB", 1, 3, 2, false)]
    [InlineData("AAAABB", 1, 4, 2, true)]
    [InlineData("AAAAABB", 2, 5, 3, false)]
    [InlineData("AAAAAAAABB", 3, 7, 4, false)]
    [InlineData("AAABBBCCC", 2, 6, 3, true)]
    [InlineData("A", 0, 1, 1, true)]
    public void Faults_quorum_and_weak_follow_from_the_size(
        string regions, int faults, int quorum, int weak, bool survivesAnyFaults)
    {
        ValidatorSet set = MakeSet(regions);

        Assert.Equal((faults, quorum, weak), (set.Faults, set.Quorum, set.Weak));
        Assert.Equal(survivesAnyFaults, set.SurvivesAnyFaults);
    }

    [Theory]
    [InlineData("AABB", "AAB.", true)]
    [InlineData("AABB", "AA..", false)]
    [InlineData("AAAB", "AA.B", true)]
    [InlineData("AAAB", "AAA.", false)]
    [InlineData("AAAABB", "AAA.B.", true)]
    [InlineData("AAAABB", "AAAA..", false)]
    [InlineData("AAAABB", "A...BB", false)]
    [InlineData("AAAAABB", "AAAA.B.", true)]
    [InlineData("AAAAABB", "AAAAA..", false)]
    [InlineData("AAAAAAAABB", "AAAAAA..B.", true)]
    [InlineData("AAAAAAAABB", "AAAAAAAA..", false)]
    [InlineData("AAABBBCCC", "AAABB.C..", true)]
    [InlineData("AAABBBCCC", "AAABBB...", false)]
    public void A_jurisdiction_quorum_has_q_members_and_every_region(string regions, string signers, bool isQuorum)
        => Assert.Equal(isQuorum, MakeSet(regions).HasQuorum(MaskOf(signers)));

    [Theory]
    [InlineData("AABB")]
    [InlineData("AAAB")]
    [InlineData("AAAABB")]
    [InlineData("AAAAABB")]
    [InlineData("AAABBBCCC")]
    public void Any_two_quorums_share_an_honest_validator(string regions)
    {
        ValidatorSet set = MakeSet(regions);
        ulong[] quorums = [.. Masks(set.Size).Where(mask => set.HasQuorum(new SignerSet(mask)))];

        Assert.NotEmpty(quorums);
        Assert.True(quorums.All(a => quorums.All(b => new SignerSet(a & b).Count > set.Faults)));
    }

    [Fact]
    public void Signers_that_are_not_in_the_set_count_for_nothing()
    {
        Assert.False(MakeSet("AABB").HasQuorum(new SignerSet(0b1111_0011)));
        Assert.True(MakeSet("AABB").HasQuorum(new SignerSet(0b1111_0111)));
    }

    [Theory]
    [InlineData("AABB", "ABAB")]
    [InlineData("AAAB", "AABA")]
    [InlineData("AAAABB", "ABAABA")]
    [InlineData("AAABBBCCC", "ABCABCABC")]
    public void Regions_are_interleaved_evenly(string regions, string expected)
    {
        Validator[] interleaved = Genesis.InterleaveByRegion(MakeSet(regions).Validators);

        Assert.Equal(expected, string.Concat(interleaved.Select(v => v.Region.Code[0])));
        Assert.Equal(regions.Length, interleaved.Distinct().Count());
    }

    [Fact]
    public void Warnings_name_the_region_that_stops_the_chain_and_the_one_that_one_may_speak_for()
    {
        IReadOnlyList<string> threeAndOne = GenesisWarnings.Of(MakeSet("AAAB"));

        Assert.Contains(
            threeAndOne, w => w.StartsWith("Region BB has 1 of 4 validators") && w.Contains("when 1 of them fail"));
        Assert.DoesNotContain(threeAndOne, w => w.StartsWith("Region AA has") && w.Contains("the chain stops"));
        Assert.Contains(GenesisWarnings.Of(MakeSet("AABB")), w => w.StartsWith("Region AA has minimum 1"));
        Assert.DoesNotContain(GenesisWarnings.Of(MakeSet("AABB")), w => w.Contains("the chain stops"));
        Assert.Contains(GenesisWarnings.Of(MakeSet("AAB")), w => w.Contains("tolerate no fault"));
        Assert.Contains(GenesisWarnings.Of(MakeSet("AABB", minimum: 0)), w => w.Contains("minimum 0"));
    }

    private static ValidatorSet MakeSet(string regions, byte minimum = 1) => new(
        regions.Select((region, i) => new Validator(
            $"v{i}", RegionOf(region), SuiteId.Ed25519, new byte[32], Sha256.Hash([(byte)i]), new byte[32],
            new CosigningKeys(new byte[32], new byte[65]))),
        regions.Distinct().Select(region => new RegionMinimum(RegionOf(region), minimum)));

    private static Region RegionOf(char letter) => new(new string(letter, 2));

    private static SignerSet MaskOf(string signers)
        => new(signers.Index().Where(s => s.Item != '.').Aggregate(0UL, (mask, s) => mask | 1UL << s.Index));

    private static IEnumerable<ulong> Masks(int size) => Enumerable.Range(0, 1 << size).Select(mask => (ulong)mask);
}
