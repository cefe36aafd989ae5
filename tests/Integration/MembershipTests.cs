using System.Text.Json.Nodes;
using Ledger.Client;
using Ledger.Client.V1;
using Ledger.Cryptography.Signatures;
using Ledger.Protocol.Governance;
using Ledger.Protocol.Numbers;
using Ledger.Protocol.Transactions;
using Ledger.Protocol.Validators;
using Ledger.Testnet.Load;
using Ledger.Testnet.Network;
using Ledger.Testnet.Stages;
using Outcome = Ledger.Client.V1.Outcome;

namespace Ledger.Tests.Integration;

/// <summary>The validator set changes under real processes: one follows and is let in, one changes its keys, one is removed.</summary>
public sealed class MembershipTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);

    /// <summary>As the changes that were decided make it.</summary>
    private EpochConfiguration? _epoch;

    [Fact]
    public async Task One_is_let_in_one_changes_its_keys_and_one_is_removed_and_the_chain_goes_on()
    {
        await using TestNetwork network = await Setup.RunAsync(Manifest.Load(Manifest.Demo), default);
        _epoch = network.Genesis.Configuration;
        ValidatorNode source = network.Nodes[0];
        (Validator Record, byte[] Possession) renewed = await PrepareKeysAsync(network, network.Nodes[2]);
        ValidatorNode[] founders = [.. network.Nodes];
        ValidatorNode fifth = await Newcomer.MakeAsync(network, "sg-3", "SG", [source], default);
        string address = $"127.0.0.1:{fifth.Ports.Peer}";
        (Validator record, byte[] possession) = MemberRecords.Of(network, fifth.Folder, "SG", address);
        source.Configure(c => c["neighbours"] = new JsonObject
        {
            [fifth.Name] = new JsonObject { ["address"] = address, ["tlsPin"] = $"{record.TlsPin}" },
        });
        await Task.WhenAll(founders.Select(n => n.StartAsync()));
        await Task.WhenAll(founders.Select(n => n.WaitUntilReadyAsync(default)));
        await AnchorAsync(network, source.Client);

        await fifth.StartAsync();
        await UntilAsync(fifth, "to follow", s => s is { Mode: NodeMode.Following, Height: > 0 });
        LedgerRpcException refused = await Assert.ThrowsAsync<LedgerRpcException>(() => AnchorAsync(network, fifth.Client));
        Assert.Equal("FOLLOWING", refused.Code);

        await DecideAsync(network, new GovernanceAction.AddValidator(record, possession));
        await UntilAsync(fifth, "to vote", s => s is { Mode: NodeMode.Voting, Epoch: 1, Validators: 5 });
        await AnchorAsync(network, fifth.Client);

        await DecideAsync(network, new GovernanceAction.ReplaceValidator(renewed.Record, renewed.Possession));
        await UntilAsync(network.Nodes[2], "to vote with its next key", s => s is { Mode: NodeMode.Voting, Epoch: 2 });
        await AnchorAsync(network, network.Nodes[2].Client);

        await DecideAsync(network, new GovernanceAction.RemoveValidator(network.Nodes[1].Name));
        await UntilAsync(network.Nodes[1], "to follow", s => s is { Mode: NodeMode.Following, Epoch: 3 });
        await UntilAsync(fifth, "to know of it", s => s is { Mode: NodeMode.Voting, Epoch: 3, Validators: 4 });

        await network.Nodes[1].KillAsync();
        await network.Nodes[3].KillAsync();
        await AnchorAsync(network, fifth.Client); // by sz-1, sz-2 with its new keys, and sg-3: none of them can be left out
    }

    /// <summary>Says of a wait in vain what the node said last, and whether it still runs.</summary>
    private static async Task UntilAsync(ValidatorNode node, string what, Func<StatusResponse, bool> isSo)
    {
        StatusResponse? last = null;
        try
        {
            await Wait.UntilAsync($"{node.Name} {what}", Patience, default, async () =>
            {
                StatusResponse? status = await node.TryStatusAsync();
                last = status ?? last;
                return status is not null && isSo(status);
            });
        }
        catch (TimeoutException late)
        {
            throw new TimeoutException(
                $"{late.Message} Last status: {last}, {(node.IsRunning ? "runs" : "has ended")}:\n{node.LastOutput()}", late);
        }
    }

    private static async Task AnchorAsync(TestNetwork network, LedgerRpcClient client)
    {
        using TransactionFactory factory = new(network.Genesis, network.Issuers[0]);
        SubmitResponse answer = await client.SubmitAsync(factory.Make(1, head: 0).Bytes, waitForReceipt: true, Patience);
        Assert.Equal(Outcome.Anchored, answer.Outcome);
    }

    /// <summary>By the operators of the first four, whose keys stay what they are.</summary>
    private async Task DecideAsync(TestNetwork network, GovernanceAction action)
    {
        GovernanceChange change = new(network.Genesis.ChainId, _epoch!.Number.Value, [action]);
        ValidatorSet set = _epoch.Validators;
        IEnumerable<Approval> approvals = network.Nodes
            .Where(n => set.Find(n.Name) is not null)
            .OrderBy(n => set.Find(n.Name))
            .Select(n => Approve(network, change, set, n));
        ulong height = (await network.Nodes[0].StatusAsync()).Height;
        SignedTransaction signed = SignedTransaction.Unsigned(
            GovernanceTransaction.Of(change, new Height(height + 1_000), [.. approvals]));
        SubmitResponse answer = await network.Nodes[0].Client.SubmitAsync(signed.Encode(), waitForReceipt: true, Patience);
        Assert.Equal(Outcome.Enacted, answer.Outcome);
        GovernanceRules.TryApply(_epoch, change, SignatureSuites.Production, out ConfigurationDraft? draft);
        _epoch = draft!.Begin(_epoch, new Height(height));
    }

    private static Approval Approve(TestNetwork network, GovernanceChange change, ValidatorSet set, ValidatorNode node)
    {
        using SoftwareSigner key = MemberRecords.Open(network, node.OperatorKeyPath);
        return change.Approve(set.Find(node.Name)!.Value, key);
    }

    /// <summary>New keys beside the old, in the node's configuration as the next; the operator stays the same.</summary>
    private static async Task<(Validator Record, byte[] Possession)> PrepareKeysAsync(TestNetwork network, ValidatorNode node)
    {
        string folder = Path.Combine(node.Folder, "next");
        await network.Program.RunAsync(
            ["key", "new", "--kind", "validator", "--name", node.Name, "--region", node.Region, "--out", folder,
                "--passphrase-file", MemberRecords.PassphraseOf(network)], default);
        node.Configure(c => (c["nextKeyFilePath"], c["nextTlsKeyFilePath"], c["nextCosigningKeyFilePath"])
            = (Path.Combine(folder, "consensus.key"), Path.Combine(folder, "tls.key"), Path.Combine(folder, "cosigning.key")));
        Validator before = network.Genesis.Validators[network.Genesis.Validators.Find(node.Name)!.Value];
        return MemberRecords.Of(network, folder, node.Region, before.Address, before.OperatorKey);
    }
}
