using System.Text.Json;
using Ledger.Protocol.Receipts;
using Ledger.Testnet.Measure;
using Ledger.Testnet.Measure.Proofs;
using Ledger.Testnet.Network;
using Ledger.Testnet.Stages;

namespace Ledger.Testnet.Forgeries;

/// <summary>Makes a folder of anchored documents with forgeries among them, and holds <c>ledger verify</c> to exactly those.</summary>
/// <remarks>Beside it: <c>FOLDER.genesis.json</c>, all that a verifier needs, and <c>FOLDER.planted.json</c>, what it must find.</remarks>
public sealed class ForgeRun(string folder, ForgePlan plan, int seed, Action<string> say)
{
    private const ulong ForeignLeaves = 16;

    private readonly string _folder = Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder));

    public string GenesisPath => _folder + ".genesis.json";

    public string PlantedPath => _folder + ".planted.json";

    /// <summary>What was found otherwise than planted; empty when all is as it should be.</summary>
    /// <exception cref="IOException">Something is in the folder, or beside it under these names.</exception>
    public async Task<IReadOnlyList<string>> RunAsync(CancellationToken cancellation)
    {
        Setup.EmptyFolder(_folder);
        foreach (string name in plan.Names)
        {
            await File.WriteAllTextAsync(PathOf(name), ForgePlan.ContentOf(name, seed), cancellation);
        }

        LedgerProgram program = await AnchorAsync(cancellation);
        say($"{plan.Files} documents are anchored, and the network is gone");
        Plant(cancellation);
        await File.WriteAllTextAsync(PlantedPath, PlantedJson(), cancellation);
        say($"{plan.Forged.Count} forgeries are planted: {PlantedPath}");
        CommandResult result = await program.TryAsync(["verify", _folder, "--genesis", GenesisPath, "--json"], cancellation);
        return Compare(result.Output);
    }

    /// <summary>Four validators anchor everything and take up what the issuer says of it.</summary>
    private async Task<LedgerProgram> AnchorAsync(CancellationToken cancellation)
    {
        await using TestNetwork network = await Setup.RunAsync(Manifest.Load(Manifest.Demo), cancellation);
        await Start.RunAsync(network, cancellation);
        File.Copy(network.GenesisPath, GenesisPath);
        ForgeCommands commands = new(network, cancellation);
        string[] expired = Of(IssuedForgeries.Expired);
        string[] early = Of(IssuedForgeries.Early);
        await commands.AnchorAsync([.. plan.Names.Select(PathOf).Except(expired).Except(early)]);
        await commands.AnchorAsync(expired, "--valid-to", "2020-01-01");
        await commands.AnchorAsync(early, "--valid-from", "2100-01-01");
        string[] superseded = Of(IssuedForgeries.Superseded);
        await commands.ChangeAsync("revoke", Of(IssuedForgeries.Revoked));
        await commands.ChangeAsync("suspend", Of(IssuedForgeries.Suspended));
        foreach (string document in superseded)
        {
            await commands.ChangeAsync("supersede", [document], "--successor", PathOf(plan.Good.First()));
        }

        await commands.RefreshAsync([.. Of(IssuedForgeries.Revoked), .. Of(IssuedForgeries.Suspended), .. superseded]);
        return network.Program;
    }

    private void Plant(CancellationToken cancellation)
    {
        CarryEnvelope foreign = MakeForeign(cancellation);
        string[] good = [.. plan.Good.Select(PathOf)];
        foreach ((int i, (string name, Forgery forgery)) in plan.Forged.Index())
        {
            forgery.Plant(new ForgedFiles(PathOf(name), good[i % good.Length], foreign));
        }
    }

    /// <summary>A good envelope of a chain that nobody here knows.</summary>
    private CarryEnvelope MakeForeign(CancellationToken cancellation)
    {
        string temporary = Directory.CreateTempSubdirectory("ledger-forge-").FullName;
        try
        {
            using SeededConsortium consortium = new((ulong)seed);
            SyntheticDocuments documents = new((ulong)seed);
            using SyntheticChain chain = new(Path.Combine(temporary, "data"), consortium, documents);
            chain.GrowTo(ForeignLeaves, cancellation);
            return new CarryEnvelope(
                documents.SaltOf(1), SyntheticDocuments.NameOf(1), 1, SyntheticDocuments.MediaType, consortium.Issuer.Name,
                chain.MakeReceipt(1));
        }
        finally
        {
            Directory.Delete(temporary, recursive: true);
        }
    }

    private string PlantedJson() => JsonSerializer.Serialize(
        new
        {
            Seed = seed,
            plan.Files,
            Forged = plan.Forged.OrderBy(f => f.Key, StringComparer.Ordinal)
                .Select(f => new { File = f.Key, How = f.Value.Name, f.Value.Verdict }),
        },
        ReportJson.Options) + "\n";

    /// <summary>Holds the lines of <c>verify --json</c> against the plan; the last is a summary.</summary>
    private List<string> Compare(string output)
    {
        Dictionary<string, string> found = [];
        foreach (string line in output.Split('\n', StringSplitOptions.RemoveEmptyEntries)[..^1])
        {
            JsonElement answer = JsonElement.Parse(line);
            string verdict = answer.GetProperty("verdict").GetString()!;
            found[Path.GetFileName(answer.GetProperty("file").GetString()!)] = verdict.Split(':')[0];
        }

        return
        [
            .. plan.Names.Select(name => (Name: name, Planted: plan.Forged.GetValueOrDefault(name)?.Verdict ?? "VALID"))
                .Where(p => found.GetValueOrDefault(p.Name) != p.Planted)
                .Select(p => $"{p.Name}: {p.Planted} was planted, {found.GetValueOrDefault(p.Name) ?? "nothing"} was found"),
            .. found.Keys.Except(plan.Names).Select(name => $"{name}: nobody planted it"),
        ];
    }

    private string[] Of(Forgery kind) => [.. plan.Forged.Where(f => f.Value == kind).Select(f => PathOf(f.Key))];

    private string PathOf(string name) => Path.Combine(_folder, name);
}
