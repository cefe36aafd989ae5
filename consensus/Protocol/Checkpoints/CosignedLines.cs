namespace Ledger.Protocol.Checkpoints;

/// <summary>What one validator signed of the two checkpoints of a block, as lines of their notes.</summary>
/// <param name="Log">Of type 0x01 under the name of the SHA-256 log.</param>
/// <param name="Sha256">Its cosignatures of that log: Ed25519, SM2.</param>
/// <param name="Sm3">Those of the twin.</param>
public sealed record CosignedLines(NoteSignature Log, IReadOnlyList<NoteSignature> Sha256, IReadOnlyList<NoteSignature> Sm3);
