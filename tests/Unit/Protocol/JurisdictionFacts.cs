using System.Globalization;
using Ledger.Protocol.Receipts;
using Ledger.Protocol.Validators;

namespace Ledger.Tests.Unit.Protocol;

/// <summary>Every layout: what a receipt needs of the regions, and where a genesis must warn.</summary>
public sealed class JurisdictionFacts
{
    /// <summary>Regions by validator: 2+2, 3+1, 4+2, 5+2, 8+2, and three regions.</summary>
    public static TheoryData<string> Layouts
        => new("AABB", "AAAB", "AAAABB", "AAAAABB", "AAAAAAAABB", "AABC", "AAABBCC");

    [Theory]
    [MemberData(nameof(Layouts))]
    public void A_receipt_needs_a_quorum_and_a_signer_of_every_region_and_names_what_it_lacks(string layout)
    {
        TestChain chain = new([.. layout.Select(RegionOf)]);
        for (ulong signers = 0; signers < 1UL << layout.Length; signers++)
        {
            Receipt receipt = chain.MakeReceipt(signers: signers);
            Assert.Equal(ExpectedOf(layout, signers), chain.Verify(receipt));
        }
    }

    [Theory]
    [InlineData("AABB", true)]
    [InlineData("AAAB", false)]
    [InlineData("AAAABB", true)]
    [InlineData("AAAAABB", false)]
    [InlineData("AAAAAAAABB", false)]
    [InlineData("AABC", false)]
    [InlineData("AAABBCC", false)]
    public void A_genesis_warns_exactly_where_some_f_validators_can_stop_the_chain(string layout, bool survives)
    {
        TestChain chain = new([.. layout.Select(RegionOf)]);
        string[] stopping = [.. chain.Genesis.Warnings.Where(w => w.Contains("the chain stops"))];

        Assert.Equal(survives, SubsetsOf(layout, FaultsOf(layout)).All(gone => IsQuorum(layout, ~gone)));
        Assert.Equal(survives, stopping.Length == 0);
        Assert.Equal(
            layout.Distinct().Where(region => layout.Count(r => r == region) - 1 < FaultsOf(layout)).Select(RegionOf),
            stopping.Select(w => w.Split(' ')[1]));
    }

    [Theory]
    [MemberData(nameof(Layouts))]
    public void What_a_warning_says_stops_the_chain_does_and_one_less_does_not(string layout)
    {
        ValidatorSet set = new TestChain([.. layout.Select(RegionOf)]).Genesis.Validators;
        foreach (string warning in GenesisWarnings.Of(set).Where(w => w.Contains("the chain stops")))
        {
            string[] words = warning.Split(' ');
            int fail = int.Parse(words[Array.IndexOf(words, "when") + 1], CultureInfo.InvariantCulture);
            ulong[] members = [.. layout.Index().Where(v => RegionOf(v.Item) == words[1]).Select(v => 1UL << v.Index)];
            Assert.False(IsQuorum(layout, ~members.Take(fail).Aggregate(0UL, (a, b) => a | b)));
            Assert.True(IsQuorum(layout, ~members.Take(fail - 1).Aggregate(0UL, (a, b) => a | b)));
        }
    }

    private static ReceiptFault ExpectedOf(string layout, ulong signers)
        => 2 * (int)ulong.PopCount(signers) < layout.Length + FaultsOf(layout) + 1 ? ReceiptFault.QuorumMissing
            : !IsQuorum(layout, signers) ? ReceiptFault.RegionMissing
            : ReceiptFault.None;

    /// <summary>By the definition, and not by <see cref="ValidatorSet.HasQuorum"/>: (n + f + 1) / 2, and one of every region.</summary>
    private static bool IsQuorum(string layout, ulong signers)
    {
        char[] present = [.. layout.Index().Where(v => (signers >> v.Index & 1) == 1).Select(v => v.Item)];
        return 2 * present.Length >= layout.Length + FaultsOf(layout) + 1
            && layout.All(region => present.Contains(region));
    }

    private static int FaultsOf(string layout) => (layout.Length - 1) / 3;

    private static IEnumerable<ulong> SubsetsOf(string layout, int size)
        => Enumerable.Range(0, 1 << layout.Length).Select(s => (ulong)s).Where(s => (int)ulong.PopCount(s) == size);

    private static string RegionOf(char letter) => new(letter, 2);
}
