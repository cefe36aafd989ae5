using System.Collections.Concurrent;
using Ledger.Testnet.Network;

namespace Ledger.Tests.Integration;

/// <summary>The same bytes a hundred times at once, over every validator and both protocols, each third call cut.</summary>

internal sealed class SubmissionStorm(TestNetwork network, byte[] transaction)
{
    public const int Calls = 100;

    private const int CutEvery = 3;

    private readonly ConcurrentBag<(ValidatorNode Node, Answer Answer)> _answers = [];
    private int _slams;

    /// <summary>How many calls are cut.</summary>
    public static int Cuts => (Calls + CutEvery - 1) / CutEvery;

    /// <summary>What arrived; a call whose connection broke has no answer.</summary>
    public IReadOnlyCollection<(ValidatorNode Node, Answer Answer)> Answers => _answers;

    /// <summary>How many connections were cut while they carried something.</summary>
    public int Slams => _slams;

    public Task RunAsync() => Task.WhenAll(Enumerable.Range(0, Calls).Select(SubmitAsync));

    private async Task SubmitAsync(int call)
    {
        // Every node hears both protocols, and both are cut.
        ValidatorNode node = network.Nodes[call % network.Nodes.Count];
        bool json = call / network.Nodes.Count % 2 == 0;
        if (call % CutEvery == 0)
        {
            await SubmitAndCutAsync(node, json, call);
        }
        else if (await MixedClient.TryAsync(json ? node.JsonAddress : node.GrpcAddress, json, transaction) is { } answer)
        {
            _answers.Add((node, answer));
        }
    }

    /// <summary>Each at another place, half of them in the request and half in the response.</summary>
    private async Task SubmitAndCutAsync(ValidatorNode node, bool json, int call)
    {
        int port = json ? node.Ports.Json : node.Ports.Grpc;
        await using SlammingDoor door = call % 2 == 0
            ? new SlammingDoor(port, requestBytes: transaction.Length * call / Calls)
            : new SlammingDoor(port, responseBytes: 10 * call);
        Assert.Null(await MixedClient.TryAsync(door.Address, json, transaction));
        Interlocked.Add(ref _slams, door.Slams);
    }
}
