using System.Text.Json;
using Ledger.Client;
using Ledger.Client.V1;
using Ledger.Node.Commands;
using Ledger.Node.Running;
using Ledger.Protocol.Validators;
using Ledger.Tests.Unit.Client;
using Ledger.Tests.Unit.Protocol;

namespace Ledger.Tests.Unit.Commands;

public sealed class AnchorAndVerifyFacts
{
    [Fact]
    public async Task An_anchored_document_verifies_offline_and_one_byte_less_is_tampered()
    {
        await using AnchoringWorld world = await AnchoringWorld.StartAsync();
        (string one, string two) = (world.MakeDocument("合同.txt", "壹"), world.MakeDocument("@two", "two"));

        CommandRun anchored = await AnchorAsync(world, one, two);
        CommandRun verified = await VerifyAsync(world, one, "--offline", "--json");

        Assert.Equal((ExitCode.Ok, ""), (anchored.Code, anchored.Error));
        Assert.Equal(ExitCode.Ok, verified.Code);
        Assert.Equal("VALID", verified.Json.GetProperty("verdict").GetString());
        Assert.Equal("bank-1", verified.Json.GetProperty("receipt").GetProperty("issuer_name").GetString());
        Assert.Equal(12, verified.Json.GetProperty("receipt").GetProperty("steps").GetArrayLength());
        Assert.Equal(ExitCode.Ok, (await VerifyAsync(world, two)).Code);

        File.WriteAllText(one, "弍");
        CommandRun tampered = await VerifyAsync(world, one, "--lang", "zh");
        Assert.Equal(ExitCode.Invalid, tampered.Code);
        Assert.StartsWith("TAMPERED  ", tampered.Output);
        Assert.Contains("已被篡改", tampered.Output);
    }

    [Fact]
    public async Task Another_genesis_is_another_chain()
    {
        await using AnchoringWorld world = await AnchoringWorld.StartAsync();
        string path = world.MakeDocument("a", "one");
        await AnchorAsync(world, path);
        File.WriteAllText(world.Genesis, GenesisJson.Write(new TestChain("SG", "SG", "CN-SZ", "CN-SZ").Genesis));

        CommandRun run = await VerifyAsync(world, path);

        Assert.Equal(ExitCode.Invalid, run.Code);
        Assert.StartsWith("WRONG_CHAIN  ", run.Output);
    }

    [Theory]
    [InlineData("\"documentType\": 7", "\"documentType\": 8", "INVALID_ENVELOPE:NotOfReceipt at $.documentType")]
    [InlineData("\"issuerName\": \"bank-1\"", "\"issuerName\": \"bank-0\"", "INVALID_ENVELOPE:NotOfReceipt at $.issuerName")]
    [InlineData("\"salt\": \"", "\"salt\": \"zz", "INVALID_ENVELOPE:")]
    public async Task An_edited_envelope_is_named_where_it_was_edited(string before, string after, string verdict)
    {
        await using AnchoringWorld world = await AnchoringWorld.StartAsync();
        string path = world.MakeDocument("a", "one");
        await AnchorAsync(world, path);
        string envelope = EnvelopeFile.PathFor(path);
        string edited = File.ReadAllText(envelope).Replace(before, after);
        File.WriteAllText(envelope, Protocol.EnvelopeTexts.Sealed(edited));

        CommandRun run = await VerifyAsync(world, path, "--json");

        Assert.Equal(ExitCode.Invalid, run.Code);
        Assert.StartsWith(verdict, run.Json.GetProperty("verdict").GetString());
    }

    [Theory]
    [InlineData("2025-12-31T23:59:59Z", "NOT_YET_VALID", ExitCode.OutsideValidity)]
    [InlineData("2026-06-01", "VALID", ExitCode.Ok)]
    [InlineData("2027-01-01T00:00:01Z", "EXPIRED", ExitCode.OutsideValidity)]
    public async Task Validity_is_asked_for_a_time(string at, string verdict, ExitCode code)
    {
        await using AnchoringWorld world = await AnchoringWorld.StartAsync();
        string path = world.MakeDocument("a", "one");
        await CommandRun.OfAsync(
            [.. AnchorArguments(world), path, "--valid-from", "2026-01-01", "--valid-to", "2027-01-01"]);

        CommandRun run = await VerifyAsync(world, path, "--at", at);

        Assert.Equal(code, run.Code);
        Assert.StartsWith($"{verdict}  ", run.Output);
    }

    [Fact]
    public async Task A_node_that_does_not_know_the_document_says_so()
    {
        await using AnchoringWorld world = await AnchoringWorld.StartAsync();
        await using AnchoringWorld other = await AnchoringWorld.StartAsync();
        string path = world.MakeDocument("a", "one");
        await AnchorAsync(world, path);

        Assert.Equal(ExitCode.Ok, (await VerifyAsync(world, path, "--node", $"{world.Node}")).Code);
        Assert.Equal(ExitCode.NotFound, (await VerifyAsync(world, path, "--node", $"{other.Node}")).Code);
        world.Gateway.Tamper = receipt => receipt with
        {
            Outcome = receipt.Outcome with { Record = receipt.Outcome.Record with { TransactionId = default } },
        };
        CommandRun lied = await VerifyAsync(world, path, "--node", $"{world.Node}");
        Assert.Equal(ExitCode.Invalid, lied.Code);
        Assert.StartsWith("INVALID_RECEIPT:TransactionMismatch", lied.Output);
    }

    [Fact]
    public async Task Check_and_receipt_find_what_was_anchored_and_only_that()
    {
        await using AnchoringWorld world = await AnchoringWorld.StartAsync();
        string path = world.MakeDocument("a", "one");
        JsonElement anchored = (await AnchorAsync(world, path)).Json;
        string id = anchored.GetProperty("transaction_id").GetString()!;
        string[] node = ["--node", $"{world.Node}", "--genesis", world.Genesis];

        Assert.Equal(ExitCode.Ok, (await CommandRun.OfAsync(["check", "--file", path, .. node])).Code);
        Assert.Equal(ExitCode.NotFound, (await CommandRun.OfAsync(["check", id, .. node])).Code);
        Assert.Equal(ExitCode.Ok, (await CommandRun.OfAsync(["receipt", id, "--out", world.PathOf("r"), .. node])).Code);
        Assert.True(File.Exists(world.PathOf("r")));
        (await CommandRun.OfAsync(["receipt", new string('0', 64), .. node])).Failed(ExitCode.NotFound, "NOT_FOUND: UNKNOWN_");
        world.Gateway.PendingAnswers = 1;
        (await CommandRun.OfAsync(["receipt", id, .. node])).Failed(ExitCode.Pending, "PENDING: ");
    }

    [Fact]
    public async Task A_refusal_has_its_stable_code_and_leaves_no_envelope()
    {
        await using AnchoringWorld world = await AnchoringWorld.StartAsync();
        string path = world.MakeDocument("a", "one");
        world.Gateway.Refusal = Admission.ValidityTooLong;

        (await AnchorAsync(world, path)).Failed(ExitCode.Refused, "REFUSED: VALIDITY_TOO_LONG: ");
        Assert.False(File.Exists(EnvelopeFile.PathFor(path)));
    }

    [Fact]
    public async Task An_envelope_is_never_replaced_and_nothing_is_anchored_then()
    {
        await using AnchoringWorld world = await AnchoringWorld.StartAsync();
        string path = world.MakeDocument("a", "one");
        File.WriteAllText(EnvelopeFile.PathFor(path), "an older proof");

        (await AnchorAsync(world, path)).Failed(ExitCode.File, "FILE: ");
        Assert.Empty(world.Gateway.Submitted);
        Assert.Equal("an older proof", File.ReadAllText(EnvelopeFile.PathFor(path)));
    }

    [Fact]
    public async Task A_wrong_passphrase_or_a_missing_document_is_exit_3()
    {
        await using AnchoringWorld world = await AnchoringWorld.StartAsync();

        (await AnchorAsync(world, world.PathOf("none"))).Failed(ExitCode.File, "FILE: ");
        File.WriteAllText(world.PassphraseFile, "wrong\n");
        (await AnchorAsync(world, world.MakeDocument("a", "one"))).Failed(ExitCode.File, "FILE: ");
        (await VerifyAsync(world, world.PathOf("a"))).Failed(ExitCode.File, "FILE: ");
    }

    [Fact]
    public async Task Status_shows_why_nothing_commits()
    {
        await using AnchoringWorld world = await AnchoringWorld.StartAsync();

        CommandRun people = await CommandRun.OfAsync("status", "--node", $"{world.Node}");
        CommandRun chinese = await CommandRun.OfAsync("status", "--node", $"{world.Node}", "--lang", "zh");
        CommandRun json = await CommandRun.OfAsync("status", "--node", $"{world.Node}", "--json");

        Assert.Contains("STALLED  QUORUM_UNREACHABLE: need 3 votes, have 2, missing SZ-2 and SG-1 for 12 s", people.Output);
        Assert.Contains("SG-1 (SG): SILENT (heard 12000 ms ago)", people.Output);
        Assert.Contains("已停滞  QUORUM_UNREACHABLE: 需要 3 票，现有 2 票，SZ-2 和 SG-1 已失联 12 秒", chinese.Output);
        Assert.Equal("QUORUM_UNREACHABLE", json.Json.GetProperty("stall_cause").GetString());
        Assert.Equal(12_345UL, json.Json.GetProperty("stall_ms").GetUInt64());
        Assert.Equal(2, json.Json.GetProperty("missing").GetArrayLength());
        Assert.Equal(12UL, json.Json.GetProperty("height").GetUInt64());
    }

    private static Task<CommandRun> AnchorAsync(AnchoringWorld world, params string[] paths)
        => CommandRun.OfAsync([.. AnchorArguments(world), .. paths]);

    private static string[] AnchorArguments(AnchoringWorld world) =>
    [
        "anchor", "--node", $"{world.Node}", "--genesis", world.Genesis, "--issuer-key", world.IssuerKey,
        "--issuer", "bank-1", "--passphrase-file", world.PassphraseFile, "--document-type", "7", "--json",
    ];

    private static Task<CommandRun> VerifyAsync(AnchoringWorld world, string path, params string[] more)
        => CommandRun.OfAsync(["verify", path, "--genesis", world.Genesis, .. more]);
}
