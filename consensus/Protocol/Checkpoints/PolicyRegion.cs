using Ledger.Protocol.Validators;

namespace Ledger.Protocol.Checkpoints;

/// <summary>What a policy is made of: a region, how many of it every quorum needs, and who they are.</summary>
/// <param name="Region">Its code names the policy's group.</param>
/// <param name="Minimum">As the set has it.</param>
/// <param name="Members">Keys of its validators, in the order of the set.</param>
public sealed record PolicyRegion(Region Region, int Minimum, IReadOnlyList<CosignerKeys> Members);
