namespace Ledger.Protocol.Checkpoints;

/// <summary>What a key of a note signs, and how (c2sp.org/signed-note, "Signature types").</summary>
public enum NoteKeyType : byte
{
    None = 0,

    /// <summary>Ed25519 over the note's text: how a log signs its checkpoints.</summary>
    Ed25519 = 0x01,

    /// <summary>Ed25519 over the text and a time: c2sp.org/tlog-cosignature.</summary>
    Ed25519Cosignature = 0x04,

    /// <summary>
    /// SM2 with SM3 over the same text and time. C2SP assigns no byte to it, so in a key 0xff and
    /// <see cref="NoteKey.Sm2Identifier"/> stand in its place.
    /// </summary>
    Sm2Cosignature = 0xff,
}
