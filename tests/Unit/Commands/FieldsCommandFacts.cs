using Ledger.Node.Commands;
using Ledger.Tests.Unit.Client;

namespace Ledger.Tests.Unit.Commands;

public sealed class FieldsCommandFacts
{
    [Fact]
    public async Task A_grade_is_shown_from_an_anchored_document_and_its_tampered_twin_is_refused()
    {
        await using AnchoringWorld world = await AnchoringWorld.StartAsync();
        string path = world.MakeDocument("credit.json", """{"borrower":{"name":"张三"},"grade":"A"}""");

        CommandRun committed = await CommandRun.OfAsync("fields", "commit", path, "--json");
        string root = committed.Json.GetProperty("root").GetString()!;
        CommandRun anchored = await AnchorAsync(world, root);
        CommandRun shown = await CommandRun.OfAsync(
            "fields", "disclose", $"{path}.fields.json", "--field", "/grade", "--receipt", world.PathOf("receipt"),
            "--out", world.PathOf("shown"));
        CommandRun verified = await VerifyAsync(world, "shown");

        Assert.Equal((ExitCode.Ok, ExitCode.Ok, ExitCode.Ok, ""), (committed.Code, anchored.Code, shown.Code, shown.Error));
        Assert.Equal(ExitCode.Ok, verified.Code);
        Assert.StartsWith("VALID  ", verified.Output);
        Assert.Contains("/grade = \"A\"", verified.Output);
        Assert.DoesNotContain("张三", File.ReadAllText(world.PathOf("shown")));

        world.MakeDocument("tampered", File.ReadAllText(world.PathOf("shown")).Replace("\"A\"", "\"B\""));
        CommandRun tampered = await VerifyAsync(world, "tampered");
        Assert.Equal(ExitCode.Invalid, tampered.Code);
        Assert.StartsWith("TAMPERED  ", tampered.Output);
        (await CommandRun.OfAsync(
            "fields", "disclose", $"{path}.fields.json", "--field", "/nothing", "--receipt", world.PathOf("receipt"),
            "--out", world.PathOf("none"))).Failed(ExitCode.Usage, "USAGE: --field /nothing: NoSuchField");
    }

    [Fact]
    public async Task Fields_of_a_revoked_root_count_no_longer_for_who_asks()
    {
        await using AnchoringWorld world = await AnchoringWorld.StartAsync();
        string path = world.MakeDocument("credit.json", """{"grade":"A"}""");
        string root = (await CommandRun.OfAsync("fields", "commit", path, "--json")).Json.GetProperty("root").GetString()!;
        await AnchorAsync(world, root);
        await CommandRun.OfAsync(
            "fields", "disclose", $"{path}.fields.json", "--field", "/grade", "--receipt", world.PathOf("receipt"),
            "--out", world.PathOf("shown"));

        CommandRun asked = await VerifyAsync(world, "shown", "--node", $"{world.Node}");
        Assert.Equal((ExitCode.Ok, ""), (asked.Code, asked.Error));
        CommandRun revoked = await CommandRun.OfAsync(
            "revoke", "--commitment", root, "--reason", "fraud", "--node", $"{world.Node}", "--genesis", world.Genesis,
            "--issuer-key", world.IssuerKey, "--issuer", "bank-1", "--passphrase-file", world.PassphraseFile);
        Assert.Equal((ExitCode.Ok, ""), (revoked.Code, revoked.Error));

        CommandRun after = await VerifyAsync(world, "shown", "--node", $"{world.Node}");
        Assert.Equal(ExitCode.Revoked, after.Code);
        Assert.StartsWith("REVOKED  ", after.Output);
        CommandRun unasked = await VerifyAsync(world, "shown");
        Assert.Equal(ExitCode.Ok, unasked.Code);
        Assert.StartsWith("ledger: warning: no --node", unasked.Error);
    }

    [Fact]
    public async Task A_receipt_of_another_root_discloses_nothing()
    {
        await using AnchoringWorld world = await AnchoringWorld.StartAsync();
        string path = world.MakeDocument("a.json", """{"a":1}""");
        await CommandRun.OfAsync("fields", "commit", path);
        await AnchorAsync(world, new string('5', 64));

        (await CommandRun.OfAsync(
            "fields", "disclose", $"{path}.fields.json", "--field", "/a", "--receipt", world.PathOf("receipt"),
            "--out", world.PathOf("none"))).Failed(ExitCode.File, $"FILE: {world.PathOf("receipt")}: is the receipt of another root");
        (await CommandRun.OfAsync("fields", "commit", path)).Failed(ExitCode.File, "FILE: ");
    }

    private static Task<CommandRun> AnchorAsync(AnchoringWorld world, string root) => CommandRun.OfAsync(
        "anchor-root", root, "--node", $"{world.Node}", "--genesis", world.Genesis, "--issuer-key", world.IssuerKey, "--issuer", "bank-1",
        "--passphrase-file", world.PassphraseFile, "--out", world.PathOf("receipt"));

    private static Task<CommandRun> VerifyAsync(AnchoringWorld world, string name, params string[] more)
        => CommandRun.OfAsync(["fields", "verify", world.PathOf(name), "--genesis", world.Genesis, .. more]);
}
