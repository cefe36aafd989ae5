using Ledger.Client.Logs;
using Ledger.Protocol.Checkpoints;
using Ledger.Protocol.Encoding;
using Ledger.Tests.Unit.Checkpoints;
using Ledger.Tests.Unit.Protocol;

namespace Ledger.Tests.Fuzz;

/// <summary>The texts of the public log that strangers hand a node or a verifier.</summary>
internal static class NoteDecoders
{
    private static readonly LogTrust Trust = new(ReadPolicy(), LogOrigin.Of(Notes.ChainId), Notes.Suites);

    private static readonly MonitorState Seen = See(Trust.Believe(Notes.Signed(Notes.Head, 1, 2), "seed"));

    public static IReadOnlyList<Decoder> All { get; } =
    [
        new("signed-note", ["SignedNote.TryDecode"], random => MakeNote(random).Encode(),
            b => SignedNote.TryDecode(b, out SignedNote? v) == DecodeFault.None ? v!.Encode() : null),
        new("checkpoint", ["Checkpoint.TryParse"], random => DecoderTable.Text(MakeHead(random).ToText()),
            b => Checkpoint.TryParse(DecoderTable.Read(b), out Checkpoint? v) == DecodeFault.None ? DecoderTable.Text(v!.ToText()) : null)
        { IsCanonical = false },
        new("note-key", ["NoteKey.TryParse"], random => DecoderTable.Text(Notes.KeysOf((byte)random.Below(9)).Sm2.ToString()),
            b => NoteKey.TryParse(DecoderTable.Read(b), out NoteKey? v) == DecodeFault.None ? DecoderTable.Text(v!.ToString()) : null)
        { IsCanonical = false },
        new("tlog-proof", ["TlogProof.TryDecode"],
            random => new TlogProof(
                random.Bool() ? random.Bytes(9) : null, random.U32(), random.List(0, 4, random.Digest), MakeNote(random)).Encode(),
            b => TlogProof.TryDecode(b, out TlogProof? v) == DecodeFault.None ? v!.Encode() : null),
        new("tlog-policy", ["TlogPolicy.TryDecode"], MakePolicy,
            b => TlogPolicy.TryDecode(b, out TlogPolicy? v) == DecodeFault.None ? v!.Encode() : null)
        { IsCanonical = false, AllocatesPerByte = 256 },
        new("tile-path", ["TilePath.TryParse"],
            random => DecoderTable.Text($"{new TilePath(random.Below(9) - 1, random.U32(), 1 + random.Below(256))}"),
            b => TilePath.TryParse(DecoderTable.Read(b), out TilePath v) == DecodeFault.None ? DecoderTable.Text($"{v}") : null)
        { IsCanonical = false },
        new("add-checkpoint", ["AddCheckpoint.TryDecode"],
            random => new AddCheckpoint(random.U32(), random.List(0, 4, random.Digest), MakeNote(random)).Encode(),
            b => AddCheckpoint.TryDecode(b, out AddCheckpoint? v) == DecodeFault.None ? v!.Encode() : null),
        new("monitor-state", ["MonitorState.Decode"], _ => Seen.Encode(), b => MonitorState.Decode(b, Trust).Encode())
        { IsCanonical = false, Refusal = typeof(LogException), AllocatesAtLeast = 512 * 1024 },
    ];

    private static byte[] MakePolicy(TinyRandom random) => DecoderTable.Text(
        $"log {Notes.KeysOf(1).Log}\nwitness a {Notes.KeysOf(1).Ed25519}\nwitness b {Notes.KeysOf(2).Sm2}\n"
        + $"# {random.Name()}\ngroup g {1 + random.Below(2)} a b\nquorum g\n");

    private static TlogPolicy ReadPolicy()
        => TlogPolicy.TryDecode(MakePolicy(new TinyRandom(1)), out TlogPolicy? policy) == DecodeFault.None
            ? policy!
            : throw new InvalidOperationException("The policy does not read.");

    private static MonitorState See(SeenCheckpoint seen) => new(seen, new Dictionary<string, SeenCheckpoint> { ["a"] = seen });

    private static Checkpoint MakeHead(TinyRandom random) => new("ledger/" + random.Digest(), random.U32(), random.Digest());

    private static SignedNote MakeNote(TinyRandom random) => new(
        MakeHead(random).ToText(),
        random.List(1, 4, () => new NoteSignature("a/" + random.Name().Replace(' ', '-'), random.U32(), random.Bytes(Cosignature.Size))));
}
