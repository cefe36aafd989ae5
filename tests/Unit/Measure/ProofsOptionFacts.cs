using System.CommandLine;
using Ledger.Testnet.Commands;
using Ledger.Testnet.Measure.Proofs;

namespace Ledger.Tests.Unit.Measure;

/// <summary>What <c>bench proofs</c> may be asked for: everything else is refused by a name, before anything is built.</summary>
public sealed class ProofsOptionFacts
{
    [Theory]
    [InlineData("16", new ulong[] { 16 })]
    [InlineData("1000,1000000,20000000", new ulong[] { 1_000, 1_000_000, 20_000_000 })]
    [InlineData("50000000", new ulong[] { 50_000_000 })]
    public void Sizes_inside_the_bounds_are_taken(string text, ulong[] expected)
    {
        Assert.Equal(LeafCountsFault.None, LeafCounts.Judge(text, out ulong[] counts));
        Assert.Equal(expected, counts);
    }

    [Theory]
    [InlineData("", LeafCountsFault.NotANumber)]
    [InlineData("1000,", LeafCountsFault.NotANumber)]
    [InlineData("1e3", LeafCountsFault.NotANumber)]
    [InlineData("1,000", LeafCountsFault.TooFewLeaves)]
    [InlineData(" 1000", LeafCountsFault.NotANumber)]
    [InlineData("99999999999999999999", LeafCountsFault.NotANumber)]
    [InlineData("15", LeafCountsFault.TooFewLeaves)]
    [InlineData("50000001", LeafCountsFault.TooManyLeaves)]
    [InlineData("1000,1000", LeafCountsFault.NotAscending)]
    [InlineData("16,17,18,19,20,21,22", LeafCountsFault.TooManySizes)]
    public void Sizes_outside_are_refused_by_name(string text, LeafCountsFault fault)
    {
        Assert.Equal(fault, LeafCounts.Judge(text, out ulong[] counts));
        Assert.Empty(counts);
        Assert.Contains($"--leaves: {fault}: {LeafCounts.Bounds}.", ErrorsOf("--leaves", text));
    }

    [Theory]
    [InlineData("--rounds", "0", "--rounds is 1 to 50.")]
    [InlineData("--seconds", "601", "--seconds is 0.01 to 600.")]
    [InlineData("--entries", "12000001", "--entries is 16 to 12000000.")]
    public void Numbers_outside_their_bounds_are_refused(string option, string value, string error)
        => Assert.Contains(error, ErrorsOf(option, value));

    [Fact]
    public void Without_options_it_is_the_three_sizes() => Assert.Empty(ErrorsOf());

    private static IEnumerable<string> ErrorsOf(params string[] options)
        => BenchCommand.Create().Parse(["proofs", .. options]).Errors.Select(e => e.Message);
}
