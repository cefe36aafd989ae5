using System.Text.Json;
using Ledger.Client.V1;
using Ledger.Testnet.Load;
using Ledger.Testnet.Network;
using Ledger.Testnet.Stages;

namespace Ledger.Tests.Interop;

/// <summary>
/// The facts of <see cref="PythonGrpcTests"/> once more, against four real validators instead of a fake gateway.
/// </summary>
public sealed class PythonAgainstNodesTests : IAsyncLifetime
{
    private TestNetwork? _network;

    private string TransactionsFile => Path.Combine(_network!.Folder, "transactions.json");

    public async Task InitializeAsync()
    {
        await PythonClient.DemandAsync();
        _network = await Setup.RunAsync(Manifest.Load(Manifest.Demo), default);
        await Start.RunAsync(_network, default);
        using TransactionFactory factory = new(_network.Genesis, _network.Issuers[0]);
        PreparedTransaction[] prepared = factory.Prepare(4, 1, head: 0);
        foreach (PreparedTransaction transaction in prepared.Skip(1))
        {
            // One block each: the facts ask for the first three.
            SubmitResponse answer = await _network.Nodes[0].Client.SubmitAsync(transaction.Bytes, waitForReceipt: true);
            Assert.Equal(Outcome.Anchored, answer.Outcome);
        }

        await WriteTransactionsAsync(prepared[0].Bytes, Tampered(prepared[0].Bytes));
    }

    public async Task DisposeAsync()
    {
        if (_network is not null)
        {
            await _network.DisposeAsync();
        }
    }

    [Fact]
    public async Task A_python_client_finds_every_fact_at_a_real_validator()
    {
        string[] facts =
        [
            "unary", "bad_signature", "submit", "server_streaming", "stream_deadline", "deadline_exceeded",
            "unknown_method", "unknown_transaction", "wrong_length", "not_anchored", "compressed", "too_large",
            "cancelled", "health_check", "health_watch",
        ];

        (int exit, string output) = await CheckAsync(facts);

        Assert.True(exit == 0, output);
        Assert.All(facts, fact => Assert.Contains($"ok {fact}\n", output));
    }

    [Fact]
    public async Task A_python_client_that_expects_a_refusal_of_a_valid_transaction_fails()
    {
        using TransactionFactory factory = new(_network!.Genesis, _network.Issuers[0]);
        byte[] valid = factory.Prepare(1, 1, head: 0)[0].Bytes;
        await WriteTransactionsAsync(valid, valid);

        (int exit, string output) = await CheckAsync("bad_signature");

        Assert.Equal(1, exit);
        Assert.Contains("not refused", output);
    }

    private Task<(int Exit, string Output)> CheckAsync(params string[] facts)
        => PythonClient.CheckAsync($"127.0.0.1:{_network!.Nodes[1].Ports.Grpc}", TransactionsFile, null, facts);

    private Task WriteTransactionsAsync(byte[] valid, byte[] tampered)
        => File.WriteAllTextAsync(TransactionsFile, JsonSerializer.Serialize(new Dictionary<string, string>
        {
            ["valid"] = Convert.ToHexStringLower(valid),
            ["tampered"] = Convert.ToHexStringLower(tampered),
        }));

    /// <summary>One bit of the signature, which ends the bytes, turned over.</summary>
    private static byte[] Tampered(byte[] bytes) => [.. bytes[..^1], (byte)(bytes[^1] ^ 1)];
}
