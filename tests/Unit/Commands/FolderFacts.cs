using System.Text.Json;
using Ledger.Client;
using Ledger.Node.Commands;
using Ledger.Protocol.Receipts;
using Ledger.Tests.Unit.Client;
using Ledger.Tests.Unit.Protocol;

namespace Ledger.Tests.Unit.Commands;

/// <summary>A folder with forgeries of each class among good documents: exactly these are named, and each as what it is.</summary>
public sealed class FolderFacts
{
    private const int Good = 12;

    private readonly Dictionary<string, string> _expected = [];

    [Fact]
    public async Task Exactly_the_forgeries_of_a_folder_are_named_each_as_what_it_is()
    {
        await using AnchoringWorld world = await AnchoringWorld.StartAsync();
        await PlantAsync(world);

        CommandRun run = await VerifyAsync(world, world.PathOf("inbox"), "--json");

        JsonElement[] lines = [.. run.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(l => JsonElement.Parse(l))];
        (string Name, string Verdict)[] found =
            [.. lines[..^1].Select(l => (Path.GetFileName(l.GetProperty("file").GetString()!), l.GetProperty("verdict").GetString()!))];
        Assert.Equal(_expected.OrderBy(e => e.Key, StringComparer.Ordinal).Select(e => (e.Key, e.Value)), found);
        JsonElement summary = lines[^1].GetProperty("summary");
        Assert.Equal(_expected.Count, summary.GetProperty("files").GetInt32());
        Assert.Equal(1, summary.GetProperty("folders_not_entered").GetInt32());
        Assert.Equal(Good, summary.GetProperty("verdicts").GetProperty("VALID").GetInt32());
        Assert.Equal((ExitCode.Invalid, ""), (run.Code, run.Error));
    }

    [Fact]
    public async Task A_folder_is_as_bad_as_the_worst_of_it()
    {
        await using AnchoringWorld world = await AnchoringWorld.StartAsync();
        Directory.CreateDirectory(world.PathOf("inbox"));
        string[] paths = await AnchorAsync(world, ["a", "b", "c"]);
        File.Copy(world.Genesis, Path.Combine(world.PathOf("inbox"), "genesis.json"));
        string genesis = Path.Combine(world.PathOf("inbox"), "genesis.json");

        CommandRun all = await CommandRun.OfAsync("verify", world.PathOf("inbox"), "--genesis", genesis);
        Assert.Equal(ExitCode.Ok, all.Code);
        Assert.EndsWith("3 files: 3 VALID\n", all.Output);
        Assert.Equal(ExitCode.Ok, (await VerifyAsync(world, paths[0], paths[2])).Code);

        Edit(paths[1], e => e with { Status = null });
        Assert.Equal(ExitCode.Stale, (await CommandRun.OfAsync("verify", world.PathOf("inbox"), "--genesis", genesis)).Code);
        File.Delete(paths[0]);
        CommandRun chinese = await CommandRun.OfAsync("verify", world.PathOf("inbox"), "--genesis", genesis, "--lang", "zh");
        Assert.Equal(ExitCode.File, chinese.Code);
        Assert.EndsWith("共 3 个文件：1 NO_DOCUMENT, 1 STALE_STATUS, 1 VALID\n", chinese.Output);
        (await VerifyAsync(world, world.PathOf("inbox"), "--node", $"{world.Node}")).Failed(ExitCode.Usage, "USAGE: ");
        Directory.CreateDirectory(world.PathOf("empty"));
        Assert.Equal(ExitCode.File, (await VerifyAsync(world, world.PathOf("empty"))).Code);
    }

    private async Task PlantAsync(AnchoringWorld world)
    {
        Directory.CreateDirectory(Path.Combine(world.PathOf("inbox"), "inside"));
        await AnchorAsync(world, [.. Enumerable.Range(0, Good).Select(i => $"good-{i}")]);
        Array.ForEach([.. Enumerable.Range(0, Good)], i => _expected[$"good-{i}"] = "VALID");
        string[] bad = await AnchorAsync(world, ["byte", "salt", "issuer", "swapped", "receipt", "proof", "older", "borrowed", "field"]);
        Expect("TAMPERED", "byte", "salt", "swapped");
        File.WriteAllText(bad[0], "content of bytf");
        Edit(bad[1], e => e with { Salt = new byte[32] });
        Edit(bad[2], e => e with { IssuerName = "bank-0" });
        Expect("INVALID_ENVELOPE:NotOfReceipt at $.issuerName", "issuer");
        Edit(bad[3], e => e with { Receipt = ReadEnvelope(bad[0]).Receipt, Status = ReadEnvelope(bad[0]).Status });
        Edit(bad[4], e => e with { Receipt = e.Receipt with { Header = e.Receipt.Header with { TimeMs = 1 } } });
        Expect("INVALID_RECEIPT:CertificateNotOfHeader", "receipt");
        Edit(bad[5], e => e with { Status = e.Status! with { Header = e.Status.Header with { TimeMs = e.Status.Header.TimeMs + 1 } } });
        Expect("INVALID_STATUS:NotCertified", "proof");
        Edit(bad[6], e => e with { Status = null });
        Expect("STALE_STATUS:NoProof", "older");
        Edit(bad[7], e => e with { Status = ReadEnvelope(bad[0]).Status });
        Expect("INVALID_ENVELOPE:NotOfReceipt at $.status", "borrowed");
        string text = File.ReadAllText(EnvelopeFile.PathFor(bad[8]));
        File.WriteAllText(EnvelopeFile.PathFor(bad[8]), text.Replace("\"scheme\"", "\"content\": \"\",\n  \"scheme\""));
        Expect("INVALID_ENVELOPE:UnknownField at $.content", "field");
        await PlantIssuedAsync(world);
        PlantStrays(world);
    }

    private async Task PlantIssuedAsync(AnchoringWorld world)
    {
        await AnchorAsync(world, ["expired"], "--valid-to", "2026-01-01");
        await AnchorAsync(world, ["early"], "--valid-from", "2100-01-01");
        Expect("EXPIRED", "expired");
        Expect("NOT_YET_VALID", "early");
        string[] paths = await AnchorAsync(world, ["revoked", "suspended", "superseded"]);
        await IssueAsync(world, "revoke", paths[0]);
        await IssueAsync(world, "suspend", paths[1]);
        await IssueAsync(world, "supersede", paths[2], "--successor", paths[0]);
        await CommandRun.OfAsync(["refresh", "--node", $"{world.Node}", "--genesis", world.Genesis, .. paths]);
        Expect("REVOKED", "revoked");
        Expect("SUSPENDED", "suspended");
        Expect($"SUPERSEDED:{ReadEnvelope(paths[0]).Receipt.Leaf.Commitment}", "superseded");
    }

    private void PlantStrays(AnchoringWorld world)
    {
        string inbox = world.PathOf("inbox");
        File.WriteAllText(Path.Combine(inbox, "alone"), "no envelope");
        Expect("NO_ENVELOPE", "alone");
        File.Copy(EnvelopeFile.PathFor(Path.Combine(inbox, "good-0")), EnvelopeFile.PathFor(Path.Combine(inbox, "gone")));
        Expect("NO_DOCUMENT", "gone");
        Receipt foreign = new TestChain("SG", "SG", "CN-SZ", "CN-SZ").MakeReceipt();
        File.WriteAllText(Path.Combine(inbox, "foreign"), "x");
        EnvelopeFile.Write(
            EnvelopeFile.PathFor(Path.Combine(inbox, "foreign")),
            new CarryEnvelope(new byte[32], "foreign", 1, "text/plain", "bank-1", foreign));
        Expect("WRONG_CHAIN", "foreign");
    }

    private void Expect(string verdict, params string[] names) => Array.ForEach(names, name => _expected[name] = verdict);

    private static async Task<string[]> AnchorAsync(AnchoringWorld world, string[] names, params string[] more)
    {
        string[] paths = [.. names.Select(n => world.MakeDocument(Path.Combine("inbox", n), $"content of {n}"))];
        CommandRun run = await CommandRun.OfAsync(["anchor", .. IssuerArguments(world), .. more, .. paths]);
        Assert.Equal((ExitCode.Ok, ""), (run.Code, run.Error));
        return paths;
    }

    private static async Task IssueAsync(AnchoringWorld world, string verb, params string[] more)
        => Assert.Equal(ExitCode.Ok, (await CommandRun.OfAsync([verb, .. IssuerArguments(world), .. more])).Code);

    private static string[] IssuerArguments(AnchoringWorld world) =>
    [
        "--node", $"{world.Node}", "--genesis", world.Genesis, "--issuer-key", world.IssuerKey,
        "--issuer", "bank-1", "--passphrase-file", world.PassphraseFile,
    ];

    private static Task<CommandRun> VerifyAsync(AnchoringWorld world, params string[] more)
        => CommandRun.OfAsync(["verify", "--genesis", world.Genesis, .. more]);

    private static CarryEnvelope ReadEnvelope(string path)
    {
        EnvelopeFile.TryRead(EnvelopeFile.PathFor(path), out CarryEnvelope? envelope);
        return envelope!;
    }

    private static void Edit(string path, Func<CarryEnvelope, CarryEnvelope> edit)
        => EnvelopeFile.Write(EnvelopeFile.PathFor(path), edit(ReadEnvelope(path)));
}
