namespace Ledger.Tests.Unit.Tidy;

public sealed class PlacesFacts
{
    [Fact]
    public void Native_code_and_signature_suites_stay_in_their_homes()
        => Assert.Empty(SourceTree.Files.SelectMany(Places.Offences));

    [Fact]
    public void The_top_level_folders_are_the_required_ones()
        => Assert.Equal(Places.TopLevelFolders, SourceTree.TopLevelFolders().Order(StringComparer.Ordinal));

    [Theory]
    [InlineData("node/Host/Planted.cs", "[LibraryImport(\"c\")] static partial int getpid();")]
    [InlineData("storage/Blocks/Planted.cs", "[DllImport(\"c\")] static extern int getpid();")]
    [InlineData("node/Engine/Planted.cs", "sealed class Lenient(ISigner inner) : IOther, ISignatureSuite { }")]
    [InlineData("testnet/Planted.cs", "SuiteId suite = SuiteId.Simulated;")]
    public void A_planted_offence_is_caught(string path, string code)
        => Assert.Single(Places.Offences(new SourceFile(path, code)));

    [Theory]
    [InlineData("storage/Devices/Innocent.cs", "[LibraryImport(\"c\")] static partial int fsync(int fd);")]
    [InlineData("node/Engine/Innocent.cs", "sealed class Uses(ISigner signer) : IOther { ISignatureSuite suite; }")]
    [InlineData("tests/Simulation/Innocent.cs", "class Forger : ISigner { SuiteId Suite => SuiteId.Simulated; }")]
    public void What_is_at_home_is_no_offence(string path, string code)
        => Assert.Empty(Places.Offences(new SourceFile(path, code)));
}
