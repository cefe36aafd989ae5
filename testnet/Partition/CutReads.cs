using Google.Protobuf;
using Ledger.Client.V1;
using Ledger.Testnet.Demo;
using Ledger.Testnet.Load;
using Ledger.Testnet.Network;
using Ledger.Testnet.Stages;

namespace Ledger.Testnet.Partition;

/// <summary>What was anchored before a cut, and reading all of it in the cut, from every node and from none.</summary>
internal sealed class CutReads(TestNetwork network)
{
    private const int Transactions = 4;
    private const int Commitments = 8;
    private const int Blocks = 3;

    private PreparedTransaction[] _anchored = [];
    private string _document = "";

    public async Task AnchorAsync(CancellationToken cancellation)
    {
        string folder = Directory.CreateDirectory(Path.Combine(network.Folder, "issuer")).FullName;
        _document = Path.Combine(folder, "carried.txt");
        await File.WriteAllTextAsync(_document, "A document anchored while the regions were whole.\n", cancellation);
        await new DemoCommands(network, cancellation).AnchorAsync([_document], network.Nodes.Take(1));
        using TransactionFactory factory = new(network.Genesis, network.Issuers[0]);
        _anchored = factory.Prepare(Transactions, Commitments, 1);
        foreach (PreparedTransaction transaction in _anchored)
        {
            await network.Nodes[0].Client.SubmitAsync(
                transaction.Bytes, waitForReceipt: true, cancellation: cancellation);
        }
    }

    /// <summary>Everything that could not be read or verified.</summary>
    public async Task<IReadOnlyList<string>> FindFaultsAsync(CancellationToken cancellation)
    {
        List<string> faults = [];
        foreach (ValidatorNode node in network.Nodes)
        {
            faults.AddRange(await Verify.FindUnreadableAsync(node, network, _anchored, cancellation));
            await AddWatchFaultAsync(node, faults, cancellation);
        }

        int found = await Verify.CountFoundByAllAsync(
            network, _anchored.Select(t => (t, Commitments - 1)), cancellation);
        if (found != Transactions)
        {
            faults.Add($"{found} of {Transactions} commitments are found by all");
        }

        CommandResult verify = await network.Program.TryAsync(
            ["verify", _document, "--genesis", network.GenesisPath, "--offline"], cancellation);
        return verify.ExitCode == 0 ? faults : [.. faults, $"offline verification: {verify.Output}{verify.Errors}"];
    }

    private static async Task AddWatchFaultAsync(
        ValidatorNode node, List<string> faults, CancellationToken cancellation)
    {
        ulong next = 1;
        await foreach (BlockEvent block in node.Client.WatchAsync(next, TimeSpan.FromSeconds(10), cancellation))
        {
            if (block.Height != next)
            {
                faults.Add($"{node.Name} watches height {block.Height} for {next}");
            }

            if (next++ == Blocks)
            {
                return;
            }
        }

        faults.Add($"{node.Name} ended a watch of old blocks");
    }
}
