namespace Ledger.Tests.Interop;

/// <summary>The facts of <see cref="AgainstGatewayTests"/> that need no fake node once more, against four real validators.</summary>
public sealed class AgainstNodesTests(NodesRuns runs) : IClassFixture<NodesRuns>
{
    public static TheoryData<string, string> ClientsAndFacts => AgainstGatewayTests.DataOf(Facts.OfNodes);

    public static TheoryData<string> Clients => AgainstGatewayTests.Clients;

    [Theory]
    [MemberData(nameof(ClientsAndFacts))]
    public async Task A_client_finds_that(string client, string fact)
        => (await runs.OfAsync(client)).MustHaveFound(fact);

    [Theory]
    [MemberData(nameof(Clients))]
    public async Task A_client_that_expects_a_refusal_of_a_valid_transaction_fails(string client)
    {
        ClientRun run = await runs.WithNothingTamperedAsync(client, "bad_signature");

        Assert.Equal(1, run.Exit);
        Assert.StartsWith("not ok bad_signature: ", run.Output);
    }
}
