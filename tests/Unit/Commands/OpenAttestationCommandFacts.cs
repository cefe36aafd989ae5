using Ledger.Node.Commands;
using Ledger.Tests.Unit.Client;

namespace Ledger.Tests.Unit.Commands;

public sealed class OpenAttestationCommandFacts
{
    [Fact]
    public async Task A_batch_is_wrapped_anchored_obfuscated_and_verified_against_its_receipt()
    {
        await using AnchoringWorld world = await AnchoringWorld.StartAsync();
        string one = world.MakeDocument("发票.json", """{"issuers":[{"name":"DBS"}],"sum":1.50,"buyer":{"name":"张三","grade":"A"}}""");
        string two = world.MakeDocument("b.json", """{"issuers":[{"name":"DBS"}],"sum":2}""");

        CommandRun wrapped = await CommandRun.OfAsync("openattestation", "wrap", one, two, "--json");
        string root = wrapped.Json.GetProperty("merkle_root").GetString()!;
        CommandRun anchored = await AnchorAsync(world, root);
        CommandRun hidden = await CommandRun.OfAsync(
            "openattestation", "obfuscate", $"{one}.oa.json", "--field", "buyer.name", "--out", world.PathOf("hidden"));

        Assert.Equal((ExitCode.Ok, ""), (anchored.Code, anchored.Error));
        Assert.Equal(ExitCode.Ok, hidden.Code);
        Assert.DoesNotContain("张三", File.ReadAllText(world.PathOf("hidden")));
        foreach (string path in (string[])[$"{one}.oa.json", $"{two}.oa.json", world.PathOf("hidden")])
        {
            Assert.StartsWith("VALID  ", (await VerifyAsync(world, path)).Output);
        }

        File.WriteAllText(world.PathOf("t"), File.ReadAllText(world.PathOf("hidden")).Replace(":string:A", ":string:B"));
        CommandRun tampered = await VerifyAsync(world, world.PathOf("t"));
        Assert.Equal(ExitCode.Invalid, tampered.Code);
        Assert.StartsWith("TAMPERED:WrongTargetHash  ", tampered.Output);
    }

    [Fact]
    public async Task One_document_of_a_batch_is_revoked_and_the_others_are_not()
    {
        await using AnchoringWorld world = await AnchoringWorld.StartAsync();
        (string one, string two) = (world.MakeDocument("a.json", "{\"a\":1}"), world.MakeDocument("b.json", "{\"b\":2}"));
        CommandRun wrapped = await CommandRun.OfAsync("openattestation", "wrap", one, two, "--json");
        await AnchorAsync(world, wrapped.Json.GetProperty("merkle_root").GetString()!);
        CommandRun seen = await VerifyAsync(world, $"{one}.oa.json", "--json");

        CommandRun revoked = await CommandRun.OfAsync(
            "revoke", "--commitment", seen.Json.GetProperty("target_hash").GetString()!, "--unlisted", "--reason", "fraud",
            "--node", $"{world.Node}", "--genesis", world.Genesis, "--issuer-key", world.IssuerKey, "--issuer", "bank-1",
            "--passphrase-file", world.PassphraseFile);

        Assert.Equal((ExitCode.Ok, ""), (revoked.Code, revoked.Error));
        CommandRun first = await VerifyAsync(world, $"{one}.oa.json", "--node", $"{world.Node}");
        CommandRun second = await VerifyAsync(world, $"{two}.oa.json", "--node", $"{world.Node}");
        Assert.Equal((ExitCode.Revoked, ExitCode.Ok), (first.Code, second.Code));
        Assert.StartsWith("REVOKED  ", first.Output);
        (await CommandRun.OfAsync("openattestation", "verify", $"{one}.oa.json", "--node", $"{world.Node}"))
            .Failed(ExitCode.Usage, "USAGE: --node needs --receipt and --genesis");
    }

    [Fact]
    public async Task A_whole_document_under_another_root_is_tampered()
    {
        await using AnchoringWorld world = await AnchoringWorld.StartAsync();
        string path = world.MakeDocument("a.json", "{\"a\":1}");
        await CommandRun.OfAsync("openattestation", "wrap", path);
        await AnchorAsync(world, new string('5', 64));

        Assert.StartsWith("INTACT  ", (await CommandRun.OfAsync("openattestation", "verify", $"{path}.oa.json")).Output);
        Assert.StartsWith("TAMPERED  ", (await VerifyAsync(world, $"{path}.oa.json")).Output);
        (await CommandRun.OfAsync("openattestation", "verify", path)).Failed(ExitCode.File, $"FILE: {path}: WrongShape");
        (await CommandRun.OfAsync("openattestation", "wrap", path)).Failed(ExitCode.File, "FILE: ");
    }

    [Fact]
    public async Task Obfuscation_that_would_break_the_document_writes_nothing()
    {
        await using AnchoringWorld world = await AnchoringWorld.StartAsync();
        string path = world.MakeDocument("a.json", """{"a":{"b":1}}""");
        await CommandRun.OfAsync("openattestation", "wrap", path);

        CommandRun run = await CommandRun.OfAsync(
            "openattestation", "obfuscate", $"{path}.oa.json", "--field", "a.b", "--out", world.PathOf("out"));

        run.Failed(ExitCode.Usage, "USAGE: --field a.b: LeavesEmptyObject");
        Assert.False(File.Exists(world.PathOf("out")));
    }

    private static Task<CommandRun> AnchorAsync(AnchoringWorld world, string root) => CommandRun.OfAsync(
        "anchor-root", root, "--node", $"{world.Node}", "--genesis", world.Genesis, "--issuer-key", world.IssuerKey, "--issuer", "bank-1",
        "--passphrase-file", world.PassphraseFile, "--count", "2", "--out", world.PathOf("receipt"));

    private static Task<CommandRun> VerifyAsync(AnchoringWorld world, string path, params string[] more) => CommandRun.OfAsync(
        ["openattestation", "verify", path, "--receipt", world.PathOf("receipt"), "--genesis", world.Genesis, .. more]);
}
