namespace Ledger.Tests.Unit.Tidy;

public sealed class EdgesFacts
{
    private static IEnumerable<SourceFile> Projects
        => SourceTree.Files.Where(file => file.Path.EndsWith(".csproj", StringComparison.Ordinal));

    [Fact]
    public void Every_project_refers_only_to_what_the_table_allows()
        => Assert.Empty(Projects.SelectMany(Edges.Offences));

    [Fact]
    public void Every_row_of_the_table_is_a_project()
        => Assert.Empty(Edges.Names.Except(Projects.Select(file => Path.GetFileNameWithoutExtension(file.Path))));

    [Fact]
    public void A_planted_edge_from_consensus_to_storage_is_caught()
    {
        SourceFile planted = new(
            "consensus/Pbft/Ledger.Consensus.csproj",
            """<Project><ProjectReference Include="..\..\storage\Ledger.Storage.csproj" /></Project>""");

        Assert.Equal(["Ledger.Consensus may not refer to Ledger.Storage"], Edges.Offences(planted));
    }

    [Fact]
    public void A_project_without_a_row_is_caught()
        => Assert.NotEmpty(Edges.Offences(new SourceFile("node/New/Ledger.New.csproj", "<Project />")));
}
