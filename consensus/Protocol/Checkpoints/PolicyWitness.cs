namespace Ledger.Protocol.Checkpoints;

/// <summary>A cosigner of a policy.</summary>
/// <param name="Name">What the policy's groups call it; nothing outside the policy does.</param>
/// <param name="Key">A key that signs with a time.</param>
public sealed record PolicyWitness(string Name, NoteKey Key);
