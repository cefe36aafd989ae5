using System.Runtime.Versioning;
using System.Text.Json;
using Ledger.Client;
using Ledger.Client.V1;
using Ledger.Node.Commands;
using Ledger.Node.Configuration;
using Ledger.Node.Running;
using Ledger.Protocol.Numbers;
using Ledger.Testnet.Stages;
using Ledger.Tests.Unit.Commands;

namespace Ledger.Tests.Unit.Running;

/// <summary>A real node through a change of its epoch, and the receipts from before and after it.</summary>
[SupportedOSPlatform("linux")]
public sealed class GovernanceNodeFacts
{
    [Fact]
    public async Task A_change_is_proposed_signed_and_enacted_and_receipts_of_both_epochs_verify()
    {
        await using LocalNode node = await LocalNode.MakeAsync();
        await node.StartAsync();
        await AnchorAsync(node, "before");
        string[] light = ["light", .. Node(node), .. Genesis(node), "--state", node.PathOf("light"), "--json"];
        ulong[] begun = HeightsIn(await SucceedAsync(light));

        await SucceedAsync([
            "governance", "propose", "--parameter", "window=4", .. Node(node), .. Genesis(node), "--out", node.PathOf("change.json")]);
        await SucceedAsync([
            "governance", "sign", node.PathOf("change.json"), .. Genesis(node), "--passphrase-file", node.PathOf("passphrase"),
            "--operator-key", Path.Combine(node.ValidatorFolder, "operator.key")]);
        CommandRun enacted = await SucceedAsync([
            "governance", "submit", node.PathOf("change.json"), .. Node(node), .. Genesis(node), "--json"]);
        JsonElement next = enacted.Json.GetProperty("next_epoch");
        Assert.True(next.ValueKind == JsonValueKind.Null || next.GetInt32() == 1, "it is still to come, or a fast chain is in it already");
        await EpochAsync(node, 1);
        await AnchorAsync(node, "after");

        CommandRun unknown = await VerifyAsync(node, "after");
        Assert.Equal(ExitCode.Invalid, unknown.Code);
        Assert.StartsWith("UNKNOWN_EPOCH:1  ", unknown.Output);
        CommandRun epochs = await SucceedAsync(["epochs", .. Node(node), .. Genesis(node), "--out", node.PathOf("epochs"), "--json"]);
        string[] known = ["--epochs", node.PathOf("epochs"), "--pin", epochs.Json.GetProperty("pin").GetString()!];
        Assert.Equal(ExitCode.Ok, (await VerifyAsync(node, "after", known)).Code);
        Assert.Equal(ExitCode.Ok, (await VerifyAsync(node, "before", known)).Code);
        Assert.Equal(ExitCode.Ok, (await VerifyAsync(node, "after", Node(node))).Code);
        await SucceedAsync(["check", "--file", node.PathOf("after"), .. Node(node), .. Genesis(node)]);
        await ServesAsync(node);
        ulong[] followed = HeightsIn(await SucceedAsync(light));
        Assert.Equal(Enumerable.Range(1, followed.Length).Select(i => begun.Single() + (ulong)i), followed);
        Assert.True(followed.Length > 4, "it followed into the next epoch");
        BelievesTheFile(node, node.PathOf("epochs"));
    }

    [Fact]
    public async Task A_change_that_would_do_nothing_is_refused_by_name()
    {
        await using LocalNode node = await LocalNode.MakeAsync();
        await node.StartAsync();
        await SucceedAsync([
            "governance", "propose", "--withdraw", .. Node(node), .. Genesis(node), "--out", node.PathOf("change.json")]);
        await SucceedAsync([
            "governance", "sign", node.PathOf("change.json"), .. Genesis(node), "--passphrase-file", node.PathOf("passphrase"),
            "--operator-key", Path.Combine(node.ValidatorFolder, "operator.key")]);

        (await CommandRun.OfAsync(["governance", "submit", node.PathOf("change.json"), .. Node(node), .. Genesis(node)]))
            .Failed(ExitCode.Refused, "REFUSED: NOT_ENACTABLE: ");
    }

    /// <summary>One JSON object a line.</summary>
    private static ulong[] HeightsIn(CommandRun run)
        => [.. run.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(line => JsonDocument.Parse(line).RootElement.GetProperty("height").GetUInt64())];

    /// <summary>A node that is told of the file knows the newest set by it, and starts under no other.</summary>
    private static void BelievesTheFile(LocalNode node, string epochs)
    {
        node.Edit("\"epochsPath\": null", $"\"epochsPath\": \"{epochs}\"");
        NodeConfiguration configuration = NodeConfiguration.Load(node.ConfigurationPath);
        Assert.Equal(1U, NodeFiles.LoadIdentity(configuration).Newest?.Number.Value);

        byte[] bytes = File.ReadAllBytes(epochs);
        bytes[^1] ^= 1;
        File.WriteAllBytes(epochs, bytes);
        StartRefusedException tampered = Assert.Throws<StartRefusedException>(() => NodeFiles.LoadIdentity(configuration));
        Assert.Equal((StartRefusal.EpochsUnusable, "$.epochsPath"), (tampered.Refusal, tampered.Field));
        StartRefusedException gone = Assert.Throws<StartRefusedException>(
            () => NodeFiles.LoadIdentity(configuration with { EpochsPath = epochs + ".gone" }));
        Assert.Equal(StartRefusal.EpochsUnusable, gone.Refusal);
    }

    [Fact]
    public async Task A_chain_comes_to_another_protocol_version_and_its_operators_let_an_issuer_in()
    {
        await using LocalNode node = await LocalNode.MakeAsync("--protocol-version", "1");
        await node.StartAsync();
        await SucceedAsync(["key", "new", "--kind", "issuer", "--name", "second", "--region", "SG", "--out", node.PathOf("second"),
            "--passphrase-file", node.PathOf("passphrase")]);
        await SucceedAsync(["key", "prove", node.PathOf("second"), .. Genesis(node), "--passphrase-file", node.PathOf("passphrase")]);
        string[] add = ["--add-issuer", node.PathOf("second/candidate.json")];
        (await CommandRun.OfAsync(["governance", "propose", .. add, .. Node(node), .. Genesis(node), "--out", node.PathOf("c0")]))
            .Failed(ExitCode.Invalid, "INVALID INVALID_CHANGE: no chain could run on this change: NotInForce");

        CommandRun raised = await DecideAsync(node, "c1", "--protocol-version", "2");
        Assert.Contains("~ protocol-version: 1 -> 2", raised.Output);
        Assert.Contains("programs with protocol version 2, as sz-1 knows it: sz-1", raised.Output);
        await EpochAsync(node, 1);
        Assert.Contains(
            $"protocol 2 in force, the program has up to {ProtocolVersions.OfThisProgram.Highest}",
            (await SucceedAsync(["status", .. Node(node)])).Output);

        CommandRun let = await DecideAsync(node, "c2", add);
        Assert.Contains("+ issuer second (SG), who may anchor from then on", let.Output);
        CommandRun shown = await SucceedAsync(["governance", "show", .. Node(node), .. Genesis(node)]);
        Assert.Contains("issuer 1 second (SG), since height ", shown.Output);
        await AnchorAsync(node, "letter", "second");
        await SucceedAsync(["epochs", .. Node(node), .. Genesis(node), "--out", node.PathOf("epochs")]);
        string[] known = ["--epochs", node.PathOf("epochs")];
        Assert.StartsWith("INVALID_RECEIPT:UnknownIssuer  ", (await VerifyAsync(node, "letter", known)).Output);
        await SucceedAsync(["issuers", .. Node(node), .. Genesis(node), "--out", node.PathOf("issuers")]);
        Assert.Equal(ExitCode.Ok, (await VerifyAsync(node, "letter", [.. known, "--issuers", node.PathOf("issuers")])).Code);
        Assert.Equal(ExitCode.Ok, (await VerifyAsync(node, "letter", Node(node))).Code);
    }

    [Fact]
    public async Task A_node_that_cannot_rejoin_says_by_what_an_order_names_its_journal()
    {
        await using LocalNode node = await LocalNode.MakeAsync("--base-timeout-ms", "10");
        Directory.Delete(NodeConfiguration.Load(node.ConfigurationPath).DataDirectory, recursive: true);
        await node.LaunchAsync();
        using LedgerRpcClient client = node.Client();
        StatusResponse status = new();
        await Wait.UntilAsync("the node to say that it cannot rejoin", TimeSpan.FromSeconds(60), default, async () =>
            (status = await client.GetStatusAsync()).StallCause == StallCause.RejoinImpossible);

        Assert.NotEqual(0UL, status.Incarnation);
        Assert.Contains($"--recover sz-1={status.Incarnation:x16} of 'ledger governance propose'", status.StallReason);
    }

    /// <summary>Proposed, signed by the one operator and submitted; what the proposal says.</summary>
    private static async Task<CommandRun> DecideAsync(LocalNode node, string file, params string[] actions)
    {
        string path = node.PathOf(file);
        CommandRun proposed = await SucceedAsync(["governance", "propose", .. actions, .. Node(node), .. Genesis(node), "--out", path]);
        string epochs = node.PathOf($"{file}.epochs");
        await SucceedAsync(["epochs", .. Node(node), .. Genesis(node), "--out", epochs]);
        await SucceedAsync([
            "governance", "sign", path, .. Genesis(node), "--epochs", epochs, "--passphrase-file", node.PathOf("passphrase"),
            "--operator-key", Path.Combine(node.ValidatorFolder, "operator.key")]);
        await SucceedAsync(["governance", "submit", path, .. Node(node), .. Genesis(node), "--epochs", epochs]);
        return proposed;
    }

    /// <summary>The same as JSON.</summary>
    private static async Task ServesAsync(LocalNode node)
    {
        JsonElement epochs = JsonElement.Parse((await node.GetAsync("/v1/epochs?from_epoch=1&limit=1")).Body);
        JsonElement governance = JsonElement.Parse((await node.GetAsync("/v1/governance")).Body);

        Assert.Equal((1, 1), (epochs.GetProperty("links").GetArrayLength(), epochs.GetProperty("epoch").GetInt32()));
        Assert.Equal("1", governance.GetProperty("revision").GetString());
        Assert.Equal(0, JsonElement.Parse((await node.GetAsync("/v1/epochs?from_epoch=2")).Body).GetProperty("links").GetArrayLength());
    }

    private static async Task EpochAsync(LocalNode node, uint epoch)
    {
        using LedgerRpcClient client = node.Client();
        await Wait.UntilAsync($"epoch {epoch}", TimeSpan.FromSeconds(60), default, async () =>
            (await client.GetEpochsAsync(new GetEpochsRequest())).Epoch >= epoch);
    }

    private static async Task AnchorAsync(LocalNode node, string name, string issuer = "bank")
    {
        File.WriteAllText(node.PathOf(name), name);
        await SucceedAsync([
            "anchor", node.PathOf(name), .. Node(node), .. Genesis(node), "--issuer-key", node.PathOf($"{issuer}/issuer.key"),
            "--issuer", issuer, "--passphrase-file", node.PathOf("passphrase")]);
    }

    private static Task<CommandRun> VerifyAsync(LocalNode node, string name, params string[] more)
        => CommandRun.OfAsync(["verify", node.PathOf(name), .. Genesis(node), .. more]);

    private static string[] Node(LocalNode node) => ["--node", $"{node.Grpc}"];

    private static string[] Genesis(LocalNode node) => ["--genesis", node.GenesisPath];

    private static async Task<CommandRun> SucceedAsync(params string[] arguments)
    {
        CommandRun run = await CommandRun.OfAsync(arguments);
        Assert.True(run.Code == ExitCode.Ok, $"{string.Join(' ', arguments)}\n{run.Error}");
        return run;
    }
}
