using Ledger.Client;
using Ledger.Cryptography.Hashing;
using Ledger.Node.Commands;
using Ledger.Protocol.Merkle;
using Ledger.Protocol.Receipts;
using Ledger.Protocol.Validators;
using Ledger.Tests.Unit.Protocol;
using Ledger.Tests.Unit.Storage;

namespace Ledger.Tests.Unit.Commands;

/// <summary>A document whose receipt is of a later epoch than the genesis: <c>--epochs</c> and <c>--pin</c>.</summary>
public sealed class EpochsFacts : IDisposable
{
    private static readonly EpochChain Chain = new(9);

    private readonly TemporaryFolder _folder = new();

    public EpochsFacts()
    {
        byte[] salt = new byte[CommitmentHasher.SaltSize];
        Digest commitment = CommitmentHasher.Commit(salt, "statement"u8);
        Receipt receipt = Chain[7].MakeReceipt(leaf: l => l with { Commitment = commitment });
        File.WriteAllText(PathOf("statement"), "statement");
        EnvelopeFile.Write(
            PathOf("statement.ledger.json"),
            new CarryEnvelope(salt, "statement", 9, "text/plain", "bank-1", receipt)
            {
                Status = new StatusProof(receipt.Header, receipt.Certificate, 1, commitment, null, null, new MapProof([])),
            });
        File.WriteAllText(PathOf("genesis.json"), GenesisJson.Write(Chain.Genesis));
        WriteEpochs(Chain.Links);
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Without_the_set_changes_the_epoch_that_is_missing_is_named()
    {
        CommandRun run = await VerifyAsync();

        Assert.Equal(ExitCode.Invalid, run.Code);
        Assert.StartsWith("UNKNOWN_EPOCH:7  ", run.Output);
        Assert.Contains("FAILED       ValidatorSet: UnknownEpoch", run.Output);
        Assert.Contains("届次未知", (await VerifyAsync("--lang", "zh")).Output);
    }

    [Fact]
    public async Task With_them_it_is_valid_from_the_genesis_or_from_a_pin()
    {
        string pin = $"{Chain[9].Configuration.Hash}";

        Assert.Equal((ExitCode.Ok, ""), await CodeAndErrorAsync("--epochs", PathOf("epochs")));
        Assert.Equal((ExitCode.Ok, ""), await CodeAndErrorAsync("--epochs", PathOf("epochs"), "--pin", pin));
    }

    [Fact]
    public async Task Set_changes_that_do_not_hold_are_refused_with_the_epoch()
    {
        string[] epochs = ["--epochs", PathOf("epochs")];
        string none = new('0', 64);

        (await VerifyAsync([.. epochs, "--pin", none])).Failed(ExitCode.Invalid, "INVALID BAD_HISTORY: ");
        WriteEpochs([Chain.Links[0], .. Chain.Links.Skip(2)]);
        CommandRun gap = await VerifyAsync(epochs);
        gap.Failed(ExitCode.Invalid, "INVALID BAD_HISTORY: ");
        Assert.Contains("NotOfEpoch at epoch 2", gap.Error);
        File.WriteAllBytes(PathOf("epochs"), [1, 2, 3]);
        (await VerifyAsync(epochs)).Failed(ExitCode.File, "FILE: ");
        File.WriteAllBytes(PathOf("epochs"), new EpochFile(default, []).Encode());
        (await VerifyAsync(epochs)).Failed(ExitCode.File, "FILE: ");
    }

    private async Task<(ExitCode Code, string Error)> CodeAndErrorAsync(params string[] more)
    {
        CommandRun run = await VerifyAsync(more);
        return (run.Code, run.Error);
    }

    private Task<CommandRun> VerifyAsync(params string[] more)
        => CommandRun.OfAsync(
            ["verify", PathOf("statement"), "--genesis", PathOf("genesis.json"), "--at", "2023-11-15", .. more]);

    private void WriteEpochs(IReadOnlyList<EpochLink> links)
        => File.WriteAllBytes(PathOf("epochs"), new EpochFile(Chain.Genesis.ChainId, links).Encode());

    private string PathOf(string name) => Path.Combine(_folder.Path, name);
}
