using Ledger.Protocol.Checkpoints;

namespace Ledger.Client.Logs;

/// <summary>A checkpoint that a policy believes, and the note that says it.</summary>
public sealed record SeenCheckpoint(Checkpoint Head, SignedNote Note, PolicyVerdict Verdict);
