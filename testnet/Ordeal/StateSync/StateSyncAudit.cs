using Google.Protobuf;
using Ledger.Client;
using Ledger.Client.V1;
using Ledger.Cryptography.Signatures;
using Ledger.Protocol.Encoding;
using Ledger.Protocol.Receipts;
using Ledger.Testnet.Network;
using Ledger.Testnet.Stages;

namespace Ledger.Testnet.Ordeal;

/// <summary>What must hold of the nodes that came: they agree with the others, prove everything old, and their stores are right.</summary>
internal sealed class StateSyncAudit(StateSyncWorld world, AnchoredLeaf[] anchored, List<string> faults)
{
    private const int DrawnAtRandom = 100;
    private const int MostFaultsOfAKind = 3;

    /// <summary>The first leaf that is known, the middle one, the last, and others from all over the log.</summary>
    public AnchoredLeaf[] Sample { get; } =
    [
        anchored[0], anchored[anchored.Length / 2], anchored[^1],
        .. Enumerable.Range(0, DrawnAtRandom).Select(_ => anchored[Random.Shared.Next(anchored.Length)]),
    ];

    /// <summary>Height, head, state root and log size are the same everywhere.</summary>
    public async Task AgreeAsync()
    {
        try
        {
            await Wait.UntilHeadsAgreeAsync(world.Network, StateSyncPlan.Patience, world.Cancellation);
            await Wait.UntilIndexedAsync(world.Network, StateSyncPlan.Patience, world.Cancellation);
        }
        catch (TimeoutException never)
        {
            StatusResponse?[] all = await Task.WhenAll(world.Network.Running.Select(n => n.TryStatusAsync(world.Cancellation)));
            faults.Add($"{never.Message} {string.Join("; ", all.Select(s => $"{s?.Validator} {s?.Mode} {s?.Height} {s?.LogSize}"))}");
        }
    }

    /// <summary>What the load was handed, by the set changes too: whoever lost everything rejoined through another epoch.</summary>
    public async Task VerifyAsync(KeptReceipts receipts)
    {
        Consortium consortium = new(world.Network, world.Network["sz-1"], world.Cancellation);
        await consortium.FetchEpochsAsync();
        DecodeFault fault = EpochFile.TryDecode(
            await File.ReadAllBytesAsync(consortium.EpochsPath, world.Cancellation), out EpochFile? file);
        HistoryProblem problem = EpochHistory.FromGenesis(
            world.Network.Genesis, file?.Links ?? [], SignatureSuites.Production, out EpochHistory? believed);
        faults.AddRange(fault == DecodeFault.None && problem.IsNone ? [] : [$"the set changes do not hold: {fault}, {problem}"]);
        faults.AddRange(believed is null ? [] : receipts.Verify(believed).Faults.Take(MostFaultsOfAKind));
    }

    /// <summary>Receipts by transaction and by commitment, verified as <c>ledger verify</c> does it, by the genesis alone.</summary>
    public async Task<int> VerifyAsync(ValidatorNode node)
    {
        int verified = 0;
        List<string> bad = [];
        foreach (AnchoredLeaf leaf in Sample)
        {
            string fault = await FaultOfAsync(node, leaf);
            verified += fault.Length == 0 ? 1 : 0;
            bad.AddRange(fault.Length == 0 ? [] : [$"{node.Name}, leaf {leaf.Leaf}: {fault}"]);
        }

        faults.AddRange(bad.Take(MostFaultsOfAKind));
        return verified;
    }

    /// <summary>Stops the node; <c>ledger fsck</c> must find its directory clean.</summary>
    public async Task<string> FsckAsync(ValidatorNode node)
    {
        int exit = await node.StopAsync(world.Cancellation);
        CommandResult checkedStores = await world.Network.Program.TryAsync(
            ["fsck", "--config", node.ConfigurationPath], world.Cancellation);
        if (exit != 0 || checkedStores.ExitCode != 0)
        {
            faults.Add($"{node.Name} ended with {exit}, fsck with {checkedStores.ExitCode}: {checkedStores.Output}{checkedStores.Errors}");
        }

        return checkedStores.ExitCode == 0 ? "clean" : $"exit code {checkedStores.ExitCode}";
    }

    private async Task<string> FaultOfAsync(ValidatorNode node, AnchoredLeaf leaf)
    {
        try
        {
            GetReceiptRequest byTransaction = new()
            {
                TransactionId = ByteString.CopyFrom(leaf.Transaction.ToArray()),
                LeafOffset = leaf.Offset,
            };
            GetReceiptResponse receipt = await node.Client.GetReceiptAsync(byTransaction, cancellation: world.Cancellation);
            CheckRequest byCommitment = new() { Commitment = ByteString.CopyFrom(leaf.Commitment.ToArray()) };
            CheckResponse check = await node.Client.CheckAsync(byCommitment, cancellation: world.Cancellation);
            return check.Verdict != CheckVerdict.Found ? $"{check.Verdict}"
                : FaultOf(receipt.Receipt, leaf) is { Length: > 0 } fault ? fault
                : FaultOf(check.Matches[0].Receipt, leaf);
        }
        catch (LedgerRpcException refusal)
        {
            return refusal.Message;
        }
    }

    private string FaultOf(ByteString bytes, AnchoredLeaf leaf)
    {
        DecodeFault decode = Receipt.TryDecode(bytes.Span, out Receipt? receipt);
        ReceiptFault fault = receipt is null ? default : ReceiptVerifier.Verify(receipt, world.Network.Genesis, SignatureSuites.Production);
        fault = receipt is not null && fault == ReceiptFault.None ? ReceiptVerifier.VerifyDocument(receipt, leaf.Commitment) : fault;
        return receipt is null ? $"{decode}" : fault == ReceiptFault.None ? "" : $"{fault}";
    }
}
