using Ledger.Cryptography.Signatures;
using Ledger.Protocol.Checkpoints;
using Ledger.Protocol.Merkle;
using Ledger.Tests.Unit.Checkpoints;

namespace Ledger.Tests.Interop.Checkpoints;

/// <summary>The public log as strange programs see it: Go's sumdb, Sigstore's verifier, a policy judged from the specification.</summary>
public sealed class LogTests : IDisposable
{
    private const int Leaves = 66_000; // two tile levels above the leaves

    private static readonly ulong[] Sizes = [1, 2, 255, 256, 257, 65_535, 65_536, 65_793, Leaves];

    private readonly string _folder = Directory.CreateTempSubdirectory("ledger-log").FullName;

    public static TheoryData<string, int> Sets => new() { { "2+2", 1 }, { "3+1", 1 }, { "5+2", 2 }, { "8+2", 3 } };

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Go_rebuilds_every_published_root_from_our_tiles_and_verifies_200_proofs_of_each_kind()
    {
        LogCopy.Write(_folder, new MemoryLog(Leaves), Sizes, new Random(6962));

        ClientRun run = await RunGoAsync();

        Assert.True(run.Found.SequenceEqual(["checkpoints", "entries", "inclusion", "consistency"]), run.Output);
    }

    [Fact]
    public async Task Go_notices_one_bit_of_an_entry_changed()
    {
        LogCopy.Write(_folder, new MemoryLog(300), [300], new Random(6962));
        Flip(Path.Combine(_folder, "tile", "entries", "000"), 100);

        Assert.Equal(["checkpoints", "inclusion", "consistency"], (await RunGoAsync()).Found);
    }

    [Fact]
    public async Task Sigstore_s_verifier_takes_checkpoint_and_inclusion_and_refuses_the_tampered_twins()
    {
        MemoryLog log = new(1_000);
        JavaScriptLog.Inclusion[] good = [.. Enumerable.Range(0, 50).Select(i => Prove(log, (ulong)(i * 19)))];
        JavaScriptLog.Inclusion[] tampered =
        [
            .. good.Select(g => g with { Index = g.Index ^ 1 }),
            .. good.Select(g => g with { Body = [.. g.Body[1..], 0] }),
            .. good.Select(g => g with { Path = g.Path[1..] }),
            .. good.Select(g => g with { Note = g.Note.Replace("\n1000\n", "\n1001\n", StringComparison.Ordinal) }),
            .. good.Select(g => g with { Vkey = Notes.KeysOf(7).Log.ToString() }),
        ];
        JavaScriptLog verifier = new(_folder);

        Assert.All(await verifier.IncludesAsync(good), Assert.True);
        Assert.All(await verifier.IncludesAsync(tampered), Assert.False);
    }

    [Theory]
    [MemberData(nameof(Sets))]
    public async Task A_verifier_written_from_the_specification_judges_our_policies_as_we_do(string sizes, int faults)
    {
        byte[] all = [.. PolicyWorld.Region(sizes, 0), .. PolicyWorld.Region(sizes, 1)];
        byte[][] signers = [all, PolicyWorld.Region(sizes, 0), PolicyWorld.Region(sizes, 1), all[faults..], all[..^faults], []];
        List<JavaScriptLog.Question> questions = [];
        List<bool> ours = [];
        foreach (SuiteId suite in (SuiteId[])[SuiteId.Ed25519, SuiteId.Sm2])
        {
            TlogPolicy policy = PolicyWorld.Of(sizes, "1,1", faults, suite);
            foreach (SignedNote note in signers.Select(s => Sign(s, all[0])).Append(Tamper(Sign(all, all[0]))))
            {
                questions.Add(new JavaScriptLog.Question($"{policy}", $"{note}", Notes.Head.Origin));
                ours.Add(policy.Judge(note, Notes.Suites, Notes.Head.Origin).IsBelieved);
            }
        }

        bool[] theirs = await new JavaScriptLog(_folder).BelievesAsync(questions);
        bool secondMaySleep = PolicyWorld.Region(sizes, 1).Length > faults;
        bool[] expected = [true, false, false, true, secondMaySleep, false, false];

        Assert.Equal(ours, theirs);
        Assert.Equal([.. expected, .. expected], theirs);
    }

    private static JavaScriptLog.Inclusion Prove(MemoryLog log, ulong leaf) => new(
        $"{log.Newest!.Sha256}",
        Notes.KeysOf(2).Log.ToString(),
        leaf,
        log.Record(leaf),
        LogCopy.Half(log.Prover.ProveInclusion(leaf, log.Newest.Size).Path));

    /// <summary>Cosigned by these; signed as the log by one validator, whoever cosigns.</summary>
    private static SignedNote Sign(byte[] cosigners, byte log)
        => Notes.Signed(Notes.Head, cosigners).With([Notes.LinesOf(log, Notes.Head.ToText())[0]]);

    private static SignedNote Tamper(SignedNote note) => note with { Text = (Notes.Head with { Size = Notes.Head.Size + 1 }).ToText() };

    private async Task<ClientRun> RunGoAsync()
    {
        string program = Path.Combine(Sources.Interop, "obj", "go-log", "log");
        Directory.CreateDirectory(Path.GetDirectoryName(program)!);
        ClientRun built = await ClientRun.OfAsync(
            [
                "/usr/bin/env", "GO111MODULE=off", "GOFLAGS=", "GOPATH=/usr/share/gocode", "go", "build", "-o", program,
                Path.Combine(Sources.Interop, "go", "log", "log.go"),
            ]);
        Assert.True(built.Exit == 0, $"This test needs golang-go and golang-golang-x-mod-dev: run testnet/setup tests. {built.Output}");
        return await ClientRun.OfAsync([program, _folder]);
    }

    private static void Flip(string path, int offset)
    {
        byte[] bytes = File.ReadAllBytes(path);
        bytes[offset] ^= 1;
        File.WriteAllBytes(path, bytes);
    }
}
