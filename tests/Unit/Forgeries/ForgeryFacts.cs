using Ledger.Client;
using Ledger.Cryptography.Hashing;
using Ledger.Cryptography.Signatures;
using Ledger.Protocol.Receipts;
using Ledger.Testnet.Commands;
using Ledger.Testnet.Forgeries;
using Ledger.Testnet.Measure.Proofs;
using Ledger.Tests.Unit.Storage;

namespace Ledger.Tests.Unit.Forgeries;

/// <summary>What <c>forge-folder</c> plants: the same of one seed, and each kind is what it is called.</summary>
public sealed class ForgeryFacts
{
    [Fact]
    public void One_seed_forges_the_same_and_every_kind_has_its_turn()
    {
        ForgePlan plan = ForgePlan.Of(1_000, 37, 5);

        Assert.Equal(plan.Forged, ForgePlan.Of(1_000, 37, 5).Forged);
        Assert.NotEqual(plan.Forged.Keys, ForgePlan.Of(1_000, 37, 6).Forged.Keys);
        Assert.Equal((37, 963, 22), (plan.Forged.Count, plan.Good.Count(), plan.Forged.Values.Distinct().Count()));
        Assert.All(FileForgeries.All, kind => Assert.Contains(kind, plan.Forged.Values));
        Assert.Throws<ArgumentOutOfRangeException>(() => ForgePlan.Of(37, 37, 5));
    }

    [Fact]
    public void A_file_that_is_forged_is_judged_as_its_kind_says_and_was_valid_before()
    {
        using TemporaryFolder folder = new();
        using SeededConsortium consortium = new(1);
        using ProofWorld world = Build(Path.Combine(folder.Path, "home"), consortium, 1);
        using SeededConsortium strangers = new(2);
        using ProofWorld abroad = Build(Path.Combine(folder.Path, "abroad"), strangers, 2);
        string[] paths = [.. FileForgeries.All.Index().Select(kind => Write(folder, world, (ulong)kind.Index + 2))];
        ForgedFiles good = new(Write(folder, world, 1), "", Envelope(abroad, 1));

        foreach ((int i, Forgery kind) in FileForgeries.All.Index())
        {
            Assert.Equal("VALID", Judge(paths[i], world));
            kind.Plant(good with { Document = paths[i], Good = good.Document });
            Assert.Equal((kind.Name, kind.Verdict), (kind.Name, Judge(paths[i], world)));
        }
    }

    [Theory]
    [InlineData("", true)]
    [InlineData("--files 38", true)]
    [InlineData("--files 37", false)]
    [InlineData("--files 1000 --forgeries 1000", false)]
    [InlineData("--files 10001", false)]
    public void A_good_document_is_left_or_the_command_refuses(string options, bool isGood)
        => Assert.Equal(isGood, ForgeFolderCommand.Create().Parse($"inbox {options}").Errors.Count == 0);

    private static ProofWorld Build(string path, SeededConsortium consortium, ulong seed)
    {
        SyntheticDocuments documents = new(seed);
        SyntheticChain chain = new(path, consortium, documents);
        chain.GrowTo(32, CancellationToken.None);
        return ProofWorld.Over(chain, consortium, documents, mostEntries: 32, CancellationToken.None);
    }

    private static string Write(TemporaryFolder folder, ProofWorld world, ulong leaf)
    {
        string path = Path.Combine(folder.Path, SyntheticDocuments.NameOf(leaf));
        File.WriteAllBytes(path, SyntheticDocuments.ContentOf(leaf));
        EnvelopeFile.Write(EnvelopeFile.PathFor(path), Envelope(world, leaf));
        return path;
    }

    private static CarryEnvelope Envelope(ProofWorld world, ulong leaf)
    {
        Receipt receipt = world.Chain.MakeReceipt(leaf);
        return new CarryEnvelope(
            world.Documents.SaltOf(leaf), SyntheticDocuments.NameOf(leaf), (ulong)SyntheticDocuments.ContentOf(leaf).Length,
            SyntheticDocuments.MediaType, world.IssuerName, receipt)
        {
            Status = world.ProveStatus(receipt.Leaf.Commitment),
        };
    }

    /// <summary>As <c>ledger verify</c> judges the pair of a folder, at the time of the chain's last block.</summary>
    private static string Judge(string path, ProofWorld world)
    {
        if (!File.Exists(path) || !File.Exists(EnvelopeFile.PathFor(path)))
        {
            return File.Exists(path) ? "NO_ENVELOPE" : "NO_DOCUMENT";
        }

        EnvelopeFile.TryRead(EnvelopeFile.PathFor(path), out CarryEnvelope? envelope);
        if (envelope is null)
        {
            return "INVALID_ENVELOPE";
        }

        Digest commitment = CommitmentHasher.Commit(envelope.Salt.Span, File.ReadAllBytes(path));
        DateTimeOffset now = DateTimeOffset.FromUnixTimeMilliseconds((long)world.Head.TimeMs);
        DocumentReport report = new DocumentVerifier(world.History, SignatureSuites.Production).Verify(envelope, commitment, now);
        return string.Concat($"{report.Verdict}".Select((c, i) => i > 0 && char.IsUpper(c) ? $"_{c}" : $"{char.ToUpperInvariant(c)}"));
    }
}
