using Ledger.Client.V1;
using Ledger.Protocol.Transactions;
using Ledger.Testnet.Load;
using Ledger.Testnet.Network;
using Ledger.Testnet.Stages;

namespace Ledger.Tests.Interop;

/// <summary>One network of four validators for all clients, each of which speaks to another one of them.</summary>
public sealed class NodesRuns : IAsyncLifetime
{
    private readonly Dictionary<string, ClientRun> _runs = [];
    private TestNetwork? _network;
    private TransactionFactory? _factory;

    public async Task InitializeAsync()
    {
        _network = await Setup.RunAsync(Manifest.Load(Manifest.Demo), default);
        await Start.RunAsync(_network, default);
        _factory = new TransactionFactory(_network.Genesis, _network.Issuers[0]);
        foreach (PreparedTransaction transaction in _factory.Prepare(3, 1, head: 0))
        {
            // One block each: the clients watch the first three.
            SubmitResponse answer = await _network.Nodes[0].Client.SubmitAsync(transaction.Bytes, waitForReceipt: true);
            Assert.Equal(Outcome.Anchored, answer.Outcome);
        }
    }

    public async Task DisposeAsync()
    {
        _factory?.Dispose();
        await (_network?.DisposeAsync() ?? ValueTask.CompletedTask);
    }

    internal async Task<ClientRun> OfAsync(string name)
    {
        if (!_runs.TryGetValue(name, out ClientRun? run))
        {
            byte[] valid = _factory!.Prepare(1, 1, head: 0)[0].Bytes;
            run = await CheckAsync(name, valid, TransactionsFile.Tampered(valid), Facts.OfNodes(InteropClient.Named(name)));
            _runs.Add(name, run);
        }

        return run;
    }

    internal Task<ClientRun> WithNothingTamperedAsync(string name, string fact)
    {
        byte[] valid = _factory!.Prepare(1, 1, head: 0)[0].Bytes;
        return CheckAsync(name, valid, valid, [fact]);
    }

    private async Task<ClientRun> CheckAsync(string name, byte[] valid, byte[] tampered, IEnumerable<string> facts)
    {
        InteropClient client = InteropClient.Named(name);
        NodePorts ports = _network!.Nodes[InteropClient.All.ToList().IndexOf(client) % _network.Nodes.Count].Ports;
        string file = Path.Combine(_network.Folder, "transactions.json");
        byte[] big = _factory!.Prepare(1, AnchorTransaction.MaximumCommitments, head: 0)[0].Bytes;
        await TransactionsFile.WriteAsync(file, valid, tampered, big, held: []);
        return await client.CheckAsync($"127.0.0.1:{client.Port(ports.Grpc, ports.Json)}", file, null, facts);
    }
}
