using System.Net;
using Ledger.Client.Logs;
using Ledger.Cryptography.Hashing;
using Ledger.Cryptography.Signatures;
using Ledger.Node.Witness;
using Ledger.Protocol.Checkpoints;
using Ledger.Protocol.Merkle;
using Ledger.Storage.Devices;
using Ledger.Tests.Unit.Checkpoints;
using Ledger.Tests.Unit.Client;

namespace Ledger.Tests.Unit.Witness;

/// <summary>The status table of c2sp.org/tlog-witness, in its order; a witness never goes back, by a race or a restart.</summary>
public sealed class WitnessFacts
{
    private const string Name = "witness.example/w1";

    private static readonly LogTrust Trust = new(PolicyWorld.Of("2+2", "1,1", 1, SuiteId.Ed25519), null, Notes.Suites);

    private readonly MemoryLog _log = new(300);
    private readonly MemoryDirectory _directory = new();
    private readonly WitnessBook _book;
    private ulong _now = Notes.TimeSeconds;

    public WitnessFacts() => _book = Open();

    [Fact]
    public void A_checkpoint_is_cosigned_and_so_is_what_continues_it()
    {
        SignedNote first = _log.Newest!.Sha256;
        WitnessAnswer cosigned = _book.Add(Request(0, first));
        _log.Grow(100);
        _now += 60;
        WitnessAnswer next = _book.Add(Request(300, _log.Newest.Sha256));

        Assert.Equal((200, 200), (cosigned.Status, next.Status));
        Assert.Equal(Notes.TimeSeconds, Verify(first, cosigned.Body).TimeSeconds);
        Assert.Equal(_now, Verify(_log.Newest.Sha256, next.Body).TimeSeconds);
        Assert.Equal(200, _book.Add(Request(400, _log.Newest.Sha256)).Status); // the same again, at another time
        Assert.Contains(_book.Last!.Signatures, s => s.IsOf(_book.Key));
    }

    [Fact]
    public void Statuses_come_in_the_order_of_the_specification()
    {
        SignedNote good = _log.Newest!.Sha256;
        SignedNote other = good with { Text = good.Text.Replace("ledger/", "another/", StringComparison.Ordinal) };
        SignedNote forged = good with { Text = (Head(good) with { Size = 299 }).ToText() };
        Digest hash = Digest.Zero;

        Assert.Equal(404, Add(9, other, hash).Status); // unknown, though also unsigned, and old above new
        Assert.Equal(403, Add(999, forged, hash).Status); // a false line, though old above new
        Assert.Equal(403, Add(0, Notes.Signed(Head(good), 0, 1)).Status); // of one region alone
        Assert.Equal(403, Add(0, good with { Signatures = [new NoteSignature("x", 1, new byte[64])] }).Status);
        Assert.Equal(400, Add(301, good, hash).Status); // old above new, though not what was cosigned
        Assert.Equal((409, "text/x.tlog.size", "0\n"), Parts(Add(5, good, hash)));
        Assert.Equal(422, Add(0, good, hash).Status); // a proof from nothing is empty
        Assert.Null(_book.Last);
        Assert.Equal(200, Add(0, good).Status);
        Assert.Equal((409, "text/x.tlog.size", "300\n"), Parts(Add(0, good)));
        Assert.Equal(422, Add(300, good, hash).Status); // a proof to itself is empty
    }

    [Fact]
    public void A_checkpoint_that_does_not_continue_the_last_is_not_cosigned()
    {
        MemoryLog forked = new(300, seed: 9);
        Assert.Equal(200, Add(0, _log.Newest!.Sha256).Status);

        Assert.Equal(422, Add(300, forked.Newest!.Sha256).Status); // same size, other root
        forked.Grow(50);
        Assert.Equal(422, _book.Add(Request(300, forked.Newest.Sha256, forked)).Status);
        Assert.Equal(409, Add(0, forked.Newest.Sha256).Status);
        Assert.Equal(300ul, Head(_book.Last!).Size);
    }

    [Theory]
    [InlineData("")]
    [InlineData("old 0\n")]
    [InlineData("old 00\n\n")]
    [InlineData("old -1\n\n")]
    [InlineData("0\n\n")]
    public void A_body_that_is_none_is_a_bad_request(string head)
    {
        Assert.Equal(400, _book.Add(System.Text.Encoding.UTF8.GetBytes(head + "text\n")).Status);
        Assert.Equal(400, _book.Add(new byte[AddCheckpoint.MaximumBytes + 1]).Status);
        Assert.Equal(400, Add(0, _log.Newest!.Sha256, [.. Enumerable.Repeat(Digest.Zero, 64)]).Status);
    }

    [Fact]
    public void The_empty_log_has_the_root_of_nothing()
    {
        Checkpoint empty = new(LogOrigin.Of(Notes.ChainId), 0, TreeHash.Sha256.EmptyTree);

        Assert.Equal(422, Add(0, Notes.Signed(empty with { Root = Digest.Zero }, 0, 1, 2, 3)).Status);
        Assert.Equal(200, Add(0, Notes.Signed(empty, 0, 1, 2, 3)).Status);
        Assert.Equal(200, Add(0, _log.Newest!.Sha256).Status);
    }

    [Fact]
    public void What_was_answered_was_durable_before()
    {
        Assert.Equal(200, Add(0, _log.Newest!.Sha256).Status);

        _directory.Crash(n => n - 1);
        WitnessBook again = Open();

        Assert.Equal($"{_book.Last}", $"{again.Last}");
        Assert.Equal(409, again.Add(Request(0, _log.Newest.Sha256)).Status);
    }

    [Fact]
    public void A_witness_whose_record_is_damaged_does_not_begin_anew()
    {
        Assert.Equal(200, Add(0, _log.Newest!.Sha256).Status);
        _directory.Flip("checkpoint", 100, 1);

        Assert.Throws<LogException>(Open);
    }

    [Fact]
    public void Of_racing_requests_one_wins_and_none_takes_it_back()
    {
        Assert.Equal(200, Add(0, _log.Newest!.Sha256).Status);
        List<byte[]> requests = [];
        for (int i = 0; i < 8; i++)
        {
            _log.Grow(10);
            requests.Add(Request(300, _log.Newest.Sha256));
        }

        int[] statuses = new int[requests.Count];
        Parallel.For(0, requests.Count, i => statuses[i] = _book.Add(requests[i]).Status);

        int winner = Array.IndexOf(statuses, 200);
        Assert.Equal((1, 7), (statuses.Count(s => s == 200), statuses.Count(s => s == 409)));
        Assert.Equal((ulong)(310 + (10 * winner)), Head(_book.Last!).Size);
        Assert.Equal($"{_book.Last}", $"{Open().Last}");
    }

    [Fact]
    public async Task Over_http_a_log_is_cosigned_and_monitors_read_the_last()
    {
        await using WitnessServer server = new(_book, new IPEndPoint(IPAddress.Loopback, 0));
        await server.StartAsync(default);
        using HttpClient http = new() { BaseAddress = new Uri($"http://{server.EndPoint}/") };
        string monitored = $"{Sha256.Hash(System.Text.Encoding.UTF8.GetBytes(_book.Origin))}/checkpoint";
        using HttpResponseMessage before = await http.GetAsync(monitored);
        using HttpResponseMessage cosigned = await http.PostAsync("add-checkpoint", new ByteArrayContent(Request(0, _log.Newest!.Sha256)));
        using HttpResponseMessage stale = await http.PostAsync("add-checkpoint", new ByteArrayContent(Request(0, _log.Newest.Sha256)));
        using HttpResponseMessage tooLong = await http.PostAsync("add-checkpoint", new ByteArrayContent(new byte[300_000]));

        Assert.Equal(HttpStatusCode.NotFound, before.StatusCode);
        Assert.Equal(HttpStatusCode.OK, cosigned.StatusCode);
        Assert.Equal((HttpStatusCode.Conflict, "text/x.tlog.size"), (stale.StatusCode, $"{stale.Content.Headers.ContentType}"));
        Assert.Equal(HttpStatusCode.BadRequest, tooLong.StatusCode);
        Assert.Equal($"{_book.Last}", await http.GetStringAsync(monitored));
        Assert.Throws<InvalidOperationException>(() => new WitnessServer(_book, new IPEndPoint(IPAddress.Any, 0)));
    }

    [Fact]
    public async Task A_log_is_handed_over_from_whatever_size_the_witness_is_at()
    {
        await using WitnessServer server = new(_book, new IPEndPoint(IPAddress.Loopback, 0));
        await server.StartAsync(default);
        Uri prefix = new($"http://{server.EndPoint}");
        LogReader reader = new(new MemorySource(_log, TreeHash.Sha256), Trust);
        using WitnessClient first = new(prefix, _book.Key, Notes.Suites);
        using WitnessClient later = new(prefix, _book.Key, Notes.Suites); // knows no size, and is told
        using WitnessClient wrongKey = new(prefix, Notes.KeysOf(1).Ed25519, Notes.Suites);
        SeenCheckpoint older = await reader.NewestAsync(default);

        NoteSignature line = await first.CosignAsync(reader, older, default);
        _log.Grow(100);
        SeenCheckpoint newer = await reader.NewestAsync(default);

        Assert.Single(older.Note.With([line]).Verify(Notes.Suites, [_book.Key])!);
        Assert.Single(newer.Note.With([await later.CosignAsync(reader, newer, default)]).Verify(Notes.Suites, [_book.Key])!);
        Assert.Equal(LogFault.WitnessRefused, await FaultAsync(first, reader, older)); // the witness is ahead of it
        Assert.Equal(LogFault.WitnessRefused, await FaultAsync(wrongKey, reader, newer));
    }

    private static async Task<LogFault> FaultAsync(WitnessClient witness, LogReader reader, SeenCheckpoint checkpoint)
        => (await Assert.ThrowsAsync<LogException>(() => witness.CosignAsync(reader, checkpoint, default))).Fault;

    private WitnessBook Open() => new(Trust, Notes.Ed25519(50), Name, _directory, () => _now);

    private WitnessAnswer Add(ulong old, SignedNote note, params Digest[] proof) => _book.Add(new AddCheckpoint(old, proof, note).Encode());

    private byte[] Request(ulong old, SignedNote note, MemoryLog? log = null) => new AddCheckpoint(
        old,
        old == 0 ? [] : [.. (log ?? _log).Prover.ProveConsistency(old, Head(note).Size).Path.ToArray().Select(t => t.Sha256)],
        note).Encode();

    private VerifiedSignature Verify(SignedNote note, string line)
    {
        SignedNote with = Notes.Read(note + line)!;
        return Assert.Single(with.Verify(Notes.Suites, [_book.Key])!);
    }

    private static Checkpoint Head(SignedNote note)
    {
        Checkpoint.TryParse(note.Text, out Checkpoint? head);
        return head!;
    }

    private static (int Status, string Type, string Body) Parts(WitnessAnswer answer) => (answer.Status, answer.ContentType, answer.Body);
}
