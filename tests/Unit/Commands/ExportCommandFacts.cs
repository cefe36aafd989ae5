using System.Text;
using Ledger.Client.Cose;
using Ledger.Client.StatusLists;
using Ledger.Cryptography.Keys;
using Ledger.Cryptography.Signatures;
using Ledger.Node.Commands;
using Ledger.Protocol.Checkpoints;
using Ledger.Protocol.Encoding;
using Ledger.Protocol.Merkle;
using Ledger.Protocol.Receipts;
using Ledger.Protocol.Validators;
using Ledger.Tests.Unit.Client;
using Ledger.Tests.Unit.Protocol;

namespace Ledger.Tests.Unit.Commands;

public sealed class ExportCommandFacts
{
    /// <summary>The seed of the cosigning keys of the chain's first validator.</summary>
    private const int FirstValidator = 200;

    [Fact]
    public async Task A_proven_receipt_becomes_one_of_COSE_and_one_that_proves_nothing_is_not_signed()
    {
        await using AnchoringWorld world = await AnchoringWorld.StartAsync();
        Receipt receipt = AnchoringWorld.Chain.MakeReceipt();
        File.WriteAllBytes(world.PathOf("good"), receipt.Encode());
        File.WriteAllBytes(world.PathOf("bad"), (receipt with { Leaf = receipt.Leaf with { Issuer = 0 } }).Encode());

        CosigningKeys keys = WriteKeys(world, FirstValidator);
        CommandRun exported = await ExportAsync(world, "good");
        CommandRun refused = await ExportAsync(world, "bad");

        Assert.Equal((ExitCode.Ok, ""), (exported.Code, exported.Error));
        Assert.Equal(CoseFault.None, CoseReceipt.TryDecode(File.ReadAllBytes(world.PathOf("good.cose")), out CoseReceipt? cose));
        Assert.Equal((receipt.Header.LogSize, receipt.Header.Height), (cose!.Header.TreeSize, cose.Header.Height));
        Assert.Equal(
            CoseFault.None,
            cose.Verify(MerkleHash.Sha256Leaf(receipt.Leaf.Encode()), keys.Ed25519.Span, SignatureSuites.Production));
        Assert.Equal(LogOrigin.Of(receipt.Header.ChainId), cose.Header.Origin);
        refused.Failed(ExitCode.Invalid, "INVALID INVALID_RECEIPT: ");
        Assert.False(File.Exists(world.PathOf("bad.cose")));
    }

    [Fact]
    public async Task Keys_of_nobody_who_votes_sign_no_receipt()
    {
        await using AnchoringWorld world = await AnchoringWorld.StartAsync();
        File.WriteAllBytes(world.PathOf("good"), AnchoringWorld.Chain.MakeReceipt().Encode());
        WriteKeys(world, FirstValidator - 1);

        (await ExportAsync(world, "good")).Failed(ExitCode.File, $"FILE: {world.PathOf("cosigning")}: is of no validator of epoch 0");
        Assert.False(File.Exists(world.PathOf("good.cose")));
    }

    [Fact]
    public async Task Leaf_indexes_become_a_status_list()
    {
        await using AnchoringWorld world = await AnchoringWorld.StartAsync();
        string path = world.MakeDocument("revoked", "131073\n5\n131080\n");
        string[] arguments =
        [
            "export", path, "--format", "status-list", "--list", "1", "--id", "https://bank.example/1",
            "--issuer-id", "did:web:bank.example", "--purpose", "revocation", "--out",
        ];

        CommandRun exported = await CommandRun.OfAsync([.. arguments, world.PathOf("list")]);

        Assert.Equal((ExitCode.Ok, ""), (exported.Code, exported.Error));
        byte[] text = File.ReadAllBytes(world.PathOf("list"));
        Assert.Equal(StatusListFault.None, StatusListCredential.TryRead(text, out StatusListCredential? list));
        Assert.Equal([1, 8], Enumerable.Range(0, BitstringStatusList.Entries).Where(i => list!.List[i]));
        File.WriteAllText(path, "7\nx\n");
        CommandRun refused = await CommandRun.OfAsync([.. arguments, world.PathOf("other")]);
        refused.Failed(ExitCode.File, $"FILE: {path}: line 2 is no index of a leaf");
    }

    [Fact]
    public async Task What_a_format_needs_is_named()
    {
        await using AnchoringWorld world = await AnchoringWorld.StartAsync();
        File.WriteAllBytes(world.PathOf("good"), AnchoringWorld.Chain.MakeReceipt().Encode());

        (await CommandRun.OfAsync("export", world.PathOf("good"), "--format", "cose", "--out", world.PathOf("out")))
            .Failed(ExitCode.Usage, "USAGE: --format cose needs --genesis");
    }

    private static Task<CommandRun> ExportAsync(AnchoringWorld world, string name) => CommandRun.OfAsync(
        "export", world.PathOf(name), "--format", "cose", "--genesis", world.Genesis, "--cosigning-key", world.PathOf("cosigning"),
        "--passphrase-file", world.PassphraseFile, "--out", world.PathOf($"{name}.cose"));

    /// <summary>The file of a pair, as a validator has it.</summary>
    private static CosigningKeys WriteKeys(AnchoringWorld world, int seed)
    {
        byte[] secret = TestChain.CosigningSecretOf(seed);
        using CosigningSigners signers = CosigningSigners.Open(secret);
        KeyFile.Seal(SuiteId.Ed25519, signers.PublicKey, secret, Encoding.UTF8.GetBytes(AnchoringWorld.Passphrase))
            .Save(world.PathOf("cosigning"));
        return CosigningKeys.Of(signers);
    }
}
