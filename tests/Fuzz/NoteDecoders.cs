using Ledger.Protocol.Checkpoints;
using Ledger.Protocol.Encoding;
using Ledger.Tests.Unit.Checkpoints;
using Ledger.Tests.Unit.Protocol;

namespace Ledger.Tests.Fuzz;

/// <summary>The texts of the public log that strangers hand a node or a verifier.</summary>
internal static class NoteDecoders
{
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
    ];

    private static Checkpoint MakeHead(TinyRandom random) => new("ledger/" + random.Digest(), random.U32(), random.Digest());

    private static SignedNote MakeNote(TinyRandom random) => new(
        MakeHead(random).ToText(),
        random.List(1, 4, () => new NoteSignature("a/" + random.Name().Replace(' ', '-'), random.U32(), random.Bytes(Cosignature.Size))));
}
