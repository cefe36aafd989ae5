using Ledger.Node.Running;
using Ledger.Protocol.Evidence;
using Ledger.Protocol.Messages;
using Ledger.Storage.Devices;
using Ledger.Tests.Unit.Consensus;
using Ledger.Tests.Unit.Protocol;

namespace Ledger.Tests.Unit.Running;

/// <summary>Evidence outlives the process, one file for each place; the files are bounded, the count is not.</summary>
public sealed class EvidenceBookFacts
{
    private static readonly Committee Four = new();

    private readonly MemoryDirectory _directory = new();

    [Fact]
    public async Task A_file_proves_what_was_noted_and_the_same_again_is_only_counted()
    {
        Misbehavior misbehavior = EvidenceSamples.Of(MisbehaviorKind.TwoCommits);

        EvidenceBook book = await NoteAsync(misbehavior, misbehavior, misbehavior);

        string name = Assert.Single(_directory.List());
        Assert.Equal("epoch-0-validator-01-twocommits-v3-h12.evidence", name);
        Assert.Equal(
            EvidenceFault.None, EvidenceVerifier.Verify(Bytes(name), EvidenceSamples.Chain.Genesis, TestChain.Suites));
        Assert.Equal((Name(1), MisbehaviorKind.TwoCommits, 3L, 1), Assert.Single(book.Tally));
    }

    [Fact]
    public async Task A_restarted_node_knows_what_it_has_kept_and_writes_it_no_second_time()
    {
        await NoteAsync(EvidenceSamples.Of(MisbehaviorKind.HiddenCommit));
        byte[] before = Bytes(_directory.List().Single());

        EvidenceBook again = await NoteAsync();
        Assert.Equal((Name(1), MisbehaviorKind.HiddenCommit, 0L, 1), Assert.Single(again.Tally));
        await NoteAsync(EvidenceSamples.Of(MisbehaviorKind.HiddenCommit));

        Assert.Equal(before, Bytes(_directory.List().Single()));
    }

    [Fact]
    public async Task The_oldest_of_each_validator_are_kept_and_one_liar_crowds_out_nobody()
    {
        Misbehavior[] many = [.. Enumerable.Range(1, 100).Select(h => TwoPrepares(by: 1, (ulong)h))];

        EvidenceBook book = await NoteAsync([.. many, TwoPrepares(by: 2, height: 1)]);

        Assert.Equal(
            [(Name(1), 100L, EvidenceBook.MaximumFilesEach), (Name(2), 1L, 1)],
            book.Tally.Select(t => (t.Validator, t.Heard, t.Kept)));
        Assert.Equal(EvidenceBook.MaximumFilesEach + 1, _directory.List().Count);
        Assert.Contains("epoch-0-validator-01-twoprepares-v0-h1.evidence", _directory.List());
    }

    [Fact]
    public async Task Files_of_other_names_are_left_alone_and_a_half_written_one_is_written_anew()
    {
        foreach (string name in (string[])[
            "notes.txt", "epoch-0-validator-99-twocommits-v1-h1.evidence", "epoch-0-validator-01-twocommits-v3-h12.evidence.new"])
        {
            _directory.Create(name).Dispose();
        }

        EvidenceBook book = await NoteAsync(EvidenceSamples.Of(MisbehaviorKind.TwoCommits));

        Assert.Single(book.Tally);
        Assert.Equal(
            ["epoch-0-validator-01-twocommits-v3-h12.evidence", "epoch-0-validator-99-twocommits-v1-h1.evidence", "notes.txt"],
            _directory.List());
    }

    /// <summary>The life of a node in which these are heard.</summary>
    private async Task<EvidenceBook> NoteAsync(params Misbehavior[] heard)
    {
        using NodeLog log = new("sz-1", output: TextWriter.Null);
        EvidenceBook book = new(new EvidenceFolder(_directory), Four.Genesis.Configuration, log);
        Array.ForEach(heard, book.Note);
        book.Finish();
        await book.RunAsync();
        return book;
    }

    private static string Name(int validator) => Four.Genesis.Validators[Committee.At(validator)].Name;

    private static Misbehavior TwoPrepares(int by, ulong height)
    {
        Vote one = Four.Prepare(by, 0, Four.Child(Four.Origin.Sha256, height));
        Vote two = Four.Prepare(by, 0, Four.Child(Four.Origin.Sha256, height, salt: 1));
        return Misbehavior.Two(Four.Context, one.Sender, SignedStatement.Of(one), SignedStatement.Of(two));
    }

    private byte[] Bytes(string name)
    {
        using IDevice file = _directory.Open(name);
        byte[] bytes = new byte[file.Length];
        file.Read(0, bytes);
        return bytes;
    }
}
