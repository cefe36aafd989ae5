using System.Text.Json;
using Ledger.Client;
using Ledger.Cryptography.Hashing;
using Ledger.Node.Commands;
using Ledger.Protocol.Encoding;
using Ledger.Protocol.Receipts;
using Ledger.Tests.Unit.Client;

namespace Ledger.Tests.Unit.Commands;

/// <summary>What an issuer says of what it anchored reaches whoever holds the envelope, and only then.</summary>
public sealed class StatusCommandFacts
{
    [Fact]
    public async Task A_revoked_document_is_valid_until_its_envelope_is_refreshed_or_too_old()
    {
        await using AnchoringWorld world = await AnchoringWorld.StartAsync();
        string path = await AnchorAsync(world, "a");
        CommandRun revoked = await IssueAsync(world, "revoke", path, "--reason", "issued-in-error");
        Assert.Equal((ExitCode.Ok, ""), (revoked.Code, revoked.Error));
        JsonElement status = revoked.Json.GetProperty("statuses")[0];
        Assert.Equal("revoked issued_in_error", $"{status.GetProperty("status")} {status.GetProperty("reason")}");

        await VerdictAsync(world, path, "VALID", ExitCode.Ok);
        await VerdictAsync(world, path, "STALE_STATUS:TooOld", ExitCode.Stale, "--at", Later(25));
        await VerdictAsync(world, path, "VALID", ExitCode.Ok, "--at", Later(25), "--max-age", "2d");
        await VerdictAsync(world, path, "REVOKED", ExitCode.Revoked, "--node", $"{world.Node}");
        Assert.Equal(ExitCode.Revoked, (await RefreshAsync(world, path)).Code);
        await VerdictAsync(world, path, "REVOKED", ExitCode.Revoked);
        await VerdictAsync(world, path, "REVOKED", ExitCode.Revoked, "--at", Later(1000));
        await VerdictAsync(world, path, "REVOKED", ExitCode.Revoked, "--max-age", "none");
    }

    [Fact]
    public async Task Suspended_reinstated_and_superseded_are_what_they_say()
    {
        await using AnchoringWorld world = await AnchoringWorld.StartAsync();
        (string one, string two) = (await AnchorAsync(world, "a"), await AnchorAsync(world, "b"));
        Assert.Equal(ExitCode.Ok, (await IssueAsync(world, "suspend", one)).Code);
        Assert.Equal(ExitCode.Revoked, (await RefreshAsync(world, one)).Code);
        await VerdictAsync(world, one, "SUSPENDED", ExitCode.Revoked);
        await VerdictAsync(world, one, "STALE_STATUS:TooOld", ExitCode.Stale, "--at", Later(25));

        Assert.Equal(ExitCode.Ok, (await IssueAsync(world, "reinstate", one)).Code);
        Assert.Equal(ExitCode.Ok, (await RefreshAsync(world, one)).Code);
        await VerdictAsync(world, one, "VALID", ExitCode.Ok);
        await VerdictAsync(world, one, "STALE_STATUS:ChangedLater", ExitCode.Stale, "--at", Later(-24));

        Assert.Equal(ExitCode.Ok, (await IssueAsync(world, "supersede", one, "--successor", EnvelopeFile.PathFor(two))).Code);
        Assert.Equal(ExitCode.Revoked, (await RefreshAsync(world, one)).Code);
        await VerdictAsync(world, one, $"SUPERSEDED:{CommitmentOf(two)}", ExitCode.Revoked);
        await VerdictAsync(world, two, "VALID", ExitCode.Ok);
    }

    [Fact]
    public async Task What_the_issuer_never_anchored_or_may_not_change_is_refused_before_anything_is_signed()
    {
        await using AnchoringWorld world = await AnchoringWorld.StartAsync();
        string path = await AnchorAsync(world, "a");
        int submitted = world.Gateway.Submitted.Count;
        string[] unknown = ["--commitment", $"{Sha256.Hash("typo"u8)}"];

        (await IssueAsync(world, "revoke", unknown)).Failed(ExitCode.NotFound, "NOT_FOUND NOT_ANCHORED: ");
        (await IssueAsync(world, "reinstate", path)).Failed(ExitCode.Refused, "REFUSED STATUS_CONFLICT: ");
        (await IssueAsync(world, "revoke")).Failed(ExitCode.Usage, "USAGE: ");
        (await IssueAsync(world, "revoke", path, path)).Failed(ExitCode.Usage, "USAGE: ");
        (await IssueAsync(world, "supersede", path, "--successor", path)).Failed(ExitCode.Usage, "USAGE: ");
        Assert.Equal(submitted, world.Gateway.Submitted.Count);

        Assert.Equal(ExitCode.Ok, (await IssueAsync(world, "revoke", [.. unknown, "--unlisted"])).Code);
        Assert.Equal(ExitCode.Ok, (await IssueAsync(world, "revoke", path)).Code);
        (await IssueAsync(world, "revoke", path)).Failed(ExitCode.Refused, "REFUSED STATUS_CONFLICT: ");
    }

    [Fact]
    public async Task A_node_that_lies_about_a_status_is_not_believed()
    {
        await using AnchoringWorld world = await AnchoringWorld.StartAsync();
        string path = await AnchorAsync(world, "a");
        string before = File.ReadAllText(EnvelopeFile.PathFor(path));
        await IssueAsync(world, "revoke", path);
        world.Gateway.TamperStatus = proof => proof with { Entry = null };

        (await RefreshAsync(world, path)).Failed(ExitCode.Invalid, "INVALID BAD_STATUS: ");
        (await VerifyAsync(world, path, "--node", $"{world.Node}")).Failed(ExitCode.Invalid, "INVALID BAD_STATUS: ");
        Assert.Equal(before, File.ReadAllText(EnvelopeFile.PathFor(path)));
    }

    [Fact]
    public async Task An_envelope_is_not_given_an_older_proof_than_its_own()
    {
        await using AnchoringWorld world = await AnchoringWorld.StartAsync();
        string path = await AnchorAsync(world, "a");
        string before = File.ReadAllText(EnvelopeFile.PathFor(path));

        CommandRun run = await RefreshAsync(world, path);

        Assert.Equal(ExitCode.Ok, run.Code);
        Assert.False(run.Json.GetProperty("envelopes")[0].GetProperty("changed").GetBoolean());
        Assert.Equal(before, File.ReadAllText(EnvelopeFile.PathFor(path)));
    }

    [Fact]
    public async Task Without_a_proof_nothing_is_valid_unless_it_is_waived_aloud()
    {
        await using AnchoringWorld world = await AnchoringWorld.StartAsync();
        string path = await AnchorAsync(world, "a");
        Edit(path, envelope => envelope with { Status = null });

        await VerdictAsync(world, path, "STALE_STATUS:NoProof", ExitCode.Stale);
        await VerdictAsync(world, path, "STALE_STATUS:NoProof", ExitCode.Stale, "--max-age", "9999d");
        CommandRun waived = await VerifyAsync(world, path, "--max-age", "none");
        Assert.Equal(ExitCode.Ok, waived.Code);
        Assert.StartsWith("ledger: warning: --max-age none", waived.Error);
        Assert.Equal("waived", StepsOf(waived).Single(s => s.Check == "freshness").Result);
        (await VerifyAsync(world, path, "--max-age", "soon")).Failed(ExitCode.Usage, "USAGE: --max-age soon");
        (await VerifyAsync(world, path, "--max-age", "2147483647d")).Failed(ExitCode.Usage, "USAGE: --max-age 2147483647d");
        Assert.Equal(ExitCode.Ok, (await RefreshAsync(world, path)).Code);
        await VerdictAsync(world, path, "VALID", ExitCode.Ok);
    }

    [Fact]
    public async Task A_proof_of_the_future_is_refused_by_name()
    {
        await using AnchoringWorld world = await AnchoringWorld.StartAsync();
        string path = await AnchorAsync(world, "a");
        world.Gateway.Time = DateTimeOffset.UtcNow + TimeSpan.FromHours(3);
        await AnchorAsync(world, "another block");
        await RefreshAsync(world, path);

        await VerdictAsync(world, path, "INVALID_STATUS:InTheFuture", ExitCode.Invalid);
        await VerdictAsync(world, path, "VALID", ExitCode.Ok, "--at", Later(4));
    }

    [Fact]
    public async Task Every_step_is_named_in_both_languages()
    {
        await using AnchoringWorld world = await AnchoringWorld.StartAsync();
        string path = await AnchorAsync(world, "a");

        CommandRun english = await VerifyAsync(world, path);
        CommandRun chinese = await CommandRun.OfAsync("verify", path, "--genesis", world.Genesis, "--lang", "zh");

        Assert.Equal(
            ["document", "issuer_name", "status", "validity", "freshness"], StepsOf(english).Select(s => s.Check));
        Assert.All(StepsOf(english), s => Assert.Equal("passed", s.Result));
        Assert.Equal("active", english.Json.GetProperty("status").GetProperty("status").GetString());
        Assert.Contains("通过         状态证明足够新 (Freshness): Active at height 13", chinese.Output);
        Assert.Contains("通过         签名全部有效 (Signatures)", chinese.Output);
    }

    [Fact]
    public async Task No_character_of_an_envelopes_status_can_be_another()
    {
        await using AnchoringWorld world = await AnchoringWorld.StartAsync();
        string path = await AnchorAsync(world, "a");
        EnvelopeFile.TryRead(EnvelopeFile.PathFor(path), out CarryEnvelope? good);
        string text = good!.Write();
        DocumentVerifier verifier = new(AnchoringWorld.Chain.Genesis, Protocol.TestChain.Suites);
        Digest commitment = good.Receipt.Leaf.Commitment;
        int from = text.IndexOf("\"status\": \"", StringComparison.Ordinal) + 11;
        for (int i = from; text[i] != '"'; i++)
        {
            string twin = $"{text[..i]}{(text[i] == 'A' ? 'B' : 'A')}{text[(i + 1)..]}";
            CarryEnvelope.TryRead(Protocol.EnvelopeTexts.Sealed(twin), out CarryEnvelope? read);
            Assert.False(
                read is not null && verifier.Verify(read, commitment, DateTimeOffset.UtcNow).Verdict == Verdict.Valid,
                $"character {i - from} can be changed");
        }
    }

    [Fact]
    public async Task A_status_of_another_commitment_chain_or_form_is_no_envelopes()
    {
        await using AnchoringWorld world = await AnchoringWorld.StartAsync();
        (string one, string two) = (await AnchorAsync(world, "a"), await AnchorAsync(world, "b"));
        EnvelopeFile.TryRead(EnvelopeFile.PathFor(two), out CarryEnvelope? other);
        string good = File.ReadAllText(EnvelopeFile.PathFor(one));

        Edit(one, envelope => envelope with { Status = other!.Status });
        await VerdictAsync(world, one, "INVALID_ENVELOPE:NotOfReceipt at $.status", ExitCode.Invalid);
        Assert.Equal(new JsonProblem(JsonFault.WrongType, "$.status"), ProblemOf(good, "null"));
        Assert.Equal(new JsonProblem(JsonFault.BadStatus, "$.status"), ProblemOf(good, "\"\""));
        Assert.Equal(new JsonProblem(JsonFault.BadStatus, "$.status"), ProblemOf(good, "\"AAAA\""));
        Assert.Equal(new JsonProblem(JsonFault.BadBytes, "$.status"), ProblemOf(good, "\"AAB=\""));
        Assert.Equal(new JsonProblem(JsonFault.BadBytes, "$.status"), ProblemOf(good, "\" AAA\""));
    }

    private static JsonProblem ProblemOf(string text, string status)
    {
        int from = text.IndexOf("\"status\": ", StringComparison.Ordinal) + 10;
        return CarryEnvelope.TryRead($"{text[..from]}{status},\n  \"checksum\": \"\"\n}}\n", out _);
    }

    private static (string Check, string Result)[] StepsOf(CommandRun run)
        => [.. run.Json.GetProperty("steps").EnumerateArray().Select(
            s => (s.GetProperty("check").GetString()!, s.GetProperty("result").GetString()!))];

    private static async Task<string> AnchorAsync(AnchoringWorld world, string name)
    {
        string path = world.MakeDocument(name, $"content of {name}");
        CommandRun run = await CommandRun.OfAsync(["anchor", .. IssuerArguments(world), path]);
        Assert.Equal((ExitCode.Ok, ""), (run.Code, run.Error));
        return path;
    }

    private static Task<CommandRun> IssueAsync(AnchoringWorld world, string verb, params string[] more)
        => CommandRun.OfAsync([verb, .. IssuerArguments(world), .. more]);

    private static string[] IssuerArguments(AnchoringWorld world) =>
    [
        "--node", $"{world.Node}", "--genesis", world.Genesis, "--issuer-key", world.IssuerKey,
        "--issuer", "bank-1", "--passphrase-file", world.PassphraseFile, "--json",
    ];

    private static Task<CommandRun> RefreshAsync(AnchoringWorld world, string path)
        => CommandRun.OfAsync("refresh", path, "--node", $"{world.Node}", "--genesis", world.Genesis, "--json");

    private static Task<CommandRun> VerifyAsync(AnchoringWorld world, string path, params string[] more)
        => CommandRun.OfAsync(["verify", path, "--genesis", world.Genesis, "--json", .. more]);

    private static async Task VerdictAsync(AnchoringWorld world, string path, string verdict, ExitCode code, params string[] more)
    {
        CommandRun run = await VerifyAsync(world, path, more);
        Assert.Equal((verdict, code), (run.Json.GetProperty("verdict").GetString(), run.Code));
    }

    private static void Edit(string path, Func<CarryEnvelope, CarryEnvelope> edit)
    {
        EnvelopeFile.TryRead(EnvelopeFile.PathFor(path), out CarryEnvelope? envelope);
        EnvelopeFile.Write(EnvelopeFile.PathFor(path), edit(envelope!));
    }

    private static Digest CommitmentOf(string path)
    {
        EnvelopeFile.TryRead(EnvelopeFile.PathFor(path), out CarryEnvelope? envelope);
        return envelope!.Receipt.Leaf.Commitment;
    }

    private static string Later(int hours) => $"{DateTimeOffset.UtcNow + TimeSpan.FromHours(hours):O}";
}
