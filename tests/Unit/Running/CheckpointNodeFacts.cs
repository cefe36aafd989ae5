using System.Runtime.Versioning;
using Ledger.Cryptography.Signatures;
using Ledger.Node.Commands;
using Ledger.Node.Rpc.Log;
using Ledger.Node.Running;
using Ledger.Protocol.Checkpoints;
using Ledger.Protocol.Validators;
using Ledger.Testnet.Stages;
using Ledger.Tests.Unit.Commands;

namespace Ledger.Tests.Unit.Running;

/// <summary>A real node publishes checkpoints that the keys of its genesis verify.</summary>
[SupportedOSPlatform("linux")]
public sealed class CheckpointNodeFacts
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task C1_a_node_publishes_both_notes_and_has_them_again_after_a_restart()
    {
        await using LocalNode node = await LocalNode.MakeAsync();
        await node.StartAsync();
        File.WriteAllText(node.PathOf("one"), "one");
        CommandRun anchored = await CommandRun.OfAsync(
            "anchor", node.PathOf("one"), "--node", $"{node.Grpc}", "--genesis", node.GenesisPath, "--issuer-key",
            node.PathOf("bank/issuer.key"), "--issuer", "bank", "--passphrase-file", node.PathOf("passphrase"));
        Assert.Equal(ExitCode.Ok, anchored.Code);
        await Wait.UntilAsync("a checkpoint with both leaves", Patience, default, () => Task.FromResult(NotesOf(node)?.Size == 2));
        PublishedLog before = NotesOf(node)!;

        GenesisJson.TryRead(File.ReadAllText(node.GenesisPath), out Genesis? genesis);
        Validator own = genesis!.Validators.Validators[0];
        CosignerKeys keys = CosignerKeys.Of(
            genesis.ChainId, own.Name, own.CosigningKeys.Ed25519.Span, own.CosigningKeys.Sm2.Span);
        Assert.Equal(3, before.Sha256.Verify(SignatureSuites.Production, [keys.Log, keys.Ed25519, keys.Sm2])?.Count);
        Assert.Equal(2, before.Sm3.Verify(SignatureSuites.Production, [keys.Ed25519, keys.Sm2])?.Count);

        await FollowedByPolicyAsync(node, genesis, "ed25519", "");
        await FollowedByPolicyAsync(node, genesis, "sm2", "sm3");
        await AuditedAsync(node, node.PathOf("ed25519.log"));

        await node.StopAsync();
        await node.LaunchAsync();
        Assert.Equal(before.Sha256.Encode(), NotesOf(node)!.Sha256.Encode());
    }

    /// <summary>A log is mirrored over HTTP, and a leaf of the mirror proven, by a policy made of the genesis, in one suite.</summary>
    private static async Task FollowedByPolicyAsync(LocalNode node, Genesis genesis, string suite, string prefix)
    {
        string origin = prefix.Length == 0 ? LogOrigin.Of(genesis.ChainId) : LogOrigin.TwinOf(genesis.ChainId);
        (string policy, string mirror, string proof) = (node.PathOf($"{suite}.policy"), node.PathOf($"{suite}.log"), node.PathOf(suite));
        CommandRun made = await CommandRun.OfAsync("log", "policy", "--genesis", node.GenesisPath, "--suite", suite);
        File.WriteAllText(policy, made.Output);
        string[] trust = ["--policy", policy, "--origin", origin];

        CommandRun mirrored = await CommandRun.OfAsync(["log", "mirror", $"{node.Json}{prefix}", mirror, .. trust]);
        await CommandRun.OfAsync(["log", "proof", mirror, "1", "--out", proof, .. trust]);
        CommandRun judged = await CommandRun.OfAsync(["log", "verify-proof", proof, .. trust]);

        Assert.Equal((ExitCode.Ok, ""), (mirrored.Code, mirrored.Error));
        Assert.Contains("leaves       2, 2 of them new", mirrored.Output);
        Assert.Equal((ExitCode.Ok, ""), (judged.Code, judged.Error));
        Assert.StartsWith("VALID        leaf 1 of 2", judged.Output);
    }

    /// <summary>Headers and the mirror's leaves agree, until a bit of a leaf is another.</summary>
    private static async Task AuditedAsync(LocalNode node, string mirror)
    {
        string[] audit =
        [
            "audit", "--genesis", node.GenesisPath, "--node", $"{node.Grpc}", "--mirror", mirror, "--from", "1", "--to", "1",
        ];
        Assert.StartsWith("AGREE  heights 1 to 1: 1 headers", (await CommandRun.OfAsync(audit)).Output);

        string bundle = Path.Combine(mirror, "tile", "entries", "000.p", "2");
        byte[] entries = File.ReadAllBytes(bundle);
        entries[40] ^= 1;
        File.WriteAllBytes(bundle, entries);
        CommandRun differs = await CommandRun.OfAsync(audit);
        Assert.Equal(ExitCode.Invalid, differs.Code);
        Assert.Contains("height 1: LogRoot: ", differs.Output);
    }

    private static PublishedLog? NotesOf(LocalNode node) => node.Running!.Checkpoints.Newest;
}
