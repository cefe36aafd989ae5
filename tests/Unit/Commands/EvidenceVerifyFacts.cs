using Ledger.Node.Commands;
using Ledger.Protocol.Evidence;
using Ledger.Protocol.Validators;
using Ledger.Tests.Unit.Protocol;
using Ledger.Tests.Unit.Storage;

namespace Ledger.Tests.Unit.Commands;

/// <summary><c>ledger evidence verify</c>: a third party's verdict, from two files.</summary>
public sealed class EvidenceVerifyFacts : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public EvidenceVerifyFacts() => File.WriteAllText(PathOf("genesis.json"), GenesisJson.Write(EvidenceSamples.Chain.Genesis));

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(MisbehaviorKind.TwoPrepares, "TWO_PREPARES", "prepared two blocks in one view at one height")]
    [InlineData(MisbehaviorKind.HiddenCommit, "HIDDEN_COMMIT", "left out a Commit that it had signed")]
    [InlineData(MisbehaviorKind.PreparedBelowCommit, "PREPARED_BELOW_COMMIT", "prepared against what was committed in an earlier view")]
    public async Task Evidence_is_proven_with_who_did_what_and_where(MisbehaviorKind kind, string name, string sentence)
    {
        byte[] bytes = EvidenceSamples.Of(kind).Encode();

        CommandRun text = await VerifyAsync(bytes);
        CommandRun json = await VerifyAsync(bytes, "--json");

        Assert.Equal((ExitCode.Ok, ""), (text.Code, text.Error));
        Assert.StartsWith("PROVEN  ", text.Output);
        Assert.Contains($"validator-1 (SG) {sentence}\n", text.Output);
        Assert.Equal(ExitCode.Ok, json.Code);
        Assert.Equal(
            ("PROVEN", name, "validator-1", 3UL),
            (json.Json.GetProperty("verdict").GetString(), json.Json.GetProperty("kind").GetString(),
                json.Json.GetProperty("validator").GetString(), json.Json.GetProperty("first").GetProperty("view").GetUInt64()));
    }

    [Fact]
    public async Task Every_kind_has_a_sentence_in_both_languages()
    {
        foreach (MisbehaviorKind kind in Enum.GetValues<MisbehaviorKind>().Except([MisbehaviorKind.None]))
        {
            byte[] bytes = EvidenceSamples.Of(kind).Encode();

            Assert.Contains("validator-1 (SG) ", (await VerifyAsync(bytes)).Output);
            Assert.Matches("validator-1（SG）\\p{IsCJKUnifiedIdeographs}", (await VerifyAsync(bytes, "--lang", "zh")).Output);
        }
    }

    [Fact]
    public async Task Evidence_that_proves_nothing_is_refused_by_its_fault()
    {
        byte[] bytes = EvidenceSamples.Of(MisbehaviorKind.TwoPrepares).Encode();
        bytes[^1] ^= 1;

        Refused(await VerifyAsync(bytes), "BadSignature");
        Refused(await VerifyAsync([1, 2, 3]), "Malformed");
        Refused(await VerifyAsync(new byte[1 << 20]), "Malformed");
        File.WriteAllText(PathOf("genesis.json"), GenesisJson.Write(new TestChain("SG", "SG", "CN-SZ", "CN-SZ").Genesis));
        Refused(await VerifyAsync(EvidenceSamples.Of(MisbehaviorKind.TwoPrepares).Encode()), "WrongChain");
    }

    [Fact]
    public async Task A_file_that_is_not_there_is_named()
        => (await CommandRun.OfAsync("evidence", "verify", PathOf("none"), "--genesis", PathOf("genesis.json")))
            .Failed(ExitCode.File, "FILE: Could not find file");

    private static void Refused(CommandRun run, string fault)
    {
        Assert.Equal((ExitCode.Invalid, ""), (run.Code, run.Error));
        Assert.StartsWith($"INVALID_EVIDENCE:{fault}  ", run.Output);
    }

    private Task<CommandRun> VerifyAsync(byte[] bytes, params string[] more)
    {
        File.WriteAllBytes(PathOf("a.evidence"), bytes);
        return CommandRun.OfAsync(["evidence", "verify", PathOf("a.evidence"), "--genesis", PathOf("genesis.json"), .. more]);
    }

    private string PathOf(string name) => Path.Combine(_folder.Path, name);
}
