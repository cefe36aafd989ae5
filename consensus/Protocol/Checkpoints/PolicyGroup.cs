namespace Ledger.Protocol.Checkpoints;

/// <summary>Cosigners of a policy of whom some suffice.</summary>
/// <param name="Name">No witness and no other group has it.</param>
/// <param name="Threshold">1 to as many as there are members.</param>
/// <param name="Members">Names of witnesses, and of groups defined before.</param>
public sealed record PolicyGroup(string Name, int Threshold, IReadOnlyList<string> Members);
