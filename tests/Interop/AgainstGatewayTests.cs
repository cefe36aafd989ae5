namespace Ledger.Tests.Interop;

/// <summary>The wire as unmodified clients of other languages see it, with a fake node behind it.</summary>
public sealed class AgainstGatewayTests(GatewayRuns runs) : IClassFixture<GatewayRuns>
{
    public static TheoryData<string, string> ClientsAndFacts => DataOf(client => client.Facts);

    public static TheoryData<string> Clients => [.. InteropClient.All.Select(client => client.Name)];

    [Theory]
    [MemberData(nameof(ClientsAndFacts))]
    public async Task A_client_finds_that(string client, string fact)
        => (await runs.OfAsync(client)).MustHaveFound(fact);

    [Theory]
    [MemberData(nameof(Clients))]
    public async Task A_client_finds_the_same_over_tls(string client)
    {
        string[] facts = ["status", "submit", "watch", "submit_stream", "bad_signature", "big_transaction"];

        ClientRun run = await runs.OverTlsAsync(client, facts);

        Assert.True(run.Found.SequenceEqual(facts), run.Output);
    }

    [Theory]
    [MemberData(nameof(Clients))]
    public async Task A_client_that_expects_a_refusal_of_a_valid_transaction_fails(string client)
    {
        ClientRun run = await runs.WithNothingTamperedAsync(client, "bad_signature");

        Assert.Equal(1, run.Exit);
        Assert.StartsWith("not ok bad_signature: ", run.Output);
    }

    [Theory]
    [MemberData(nameof(Clients))]
    public async Task A_client_that_lacks_a_fact_fails(string client)
    {
        ClientRun run = await runs.WithNothingTamperedAsync(client, "no_such_thing");

        Assert.Equal(1, run.Exit);
        Assert.StartsWith("not ok no_such_thing: ", run.Output);
    }

    internal static TheoryData<string, string> DataOf(Func<InteropClient, IEnumerable<string>> factsOf)
    {
        TheoryData<string, string> data = [];
        foreach (InteropClient client in InteropClient.All)
        {
            foreach (string fact in factsOf(client))
            {
                data.Add(client.Name, fact);
            }
        }

        return data;
    }
}
