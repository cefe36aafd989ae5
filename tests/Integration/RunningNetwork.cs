using Ledger.Testnet.Load;
using Ledger.Testnet.Network;
using Ledger.Testnet.Stages;

namespace Ledger.Tests.Integration;

/// <summary>A network of four validators that the tests of a class share.</summary>
public sealed class RunningNetwork : IAsyncLifetime
{
    private TransactionFactory? _factory;

    public TestNetwork Network { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        Network = await Setup.RunAsync(Manifest.Load(Manifest.Demo), default);
        await Start.RunAsync(Network, default);
        _factory = new TransactionFactory(Network.Genesis, Network.Issuers[0]);
    }

    public async Task DisposeAsync()
    {
        _factory?.Dispose();
        await (Network?.DisposeAsync() ?? ValueTask.CompletedTask);
    }

    /// <summary>A transaction that nobody has seen.</summary>
    public PreparedTransaction Prepare(int commitments) => _factory!.Prepare(1, commitments, head: 0)[0];
}
