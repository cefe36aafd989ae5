using Ledger.Cryptography.Signatures;

namespace Ledger.Protocol.Checkpoints;

/// <summary>What a policy makes of a note.</summary>
/// <param name="Fault">None when it is believed.</param>
/// <param name="Checkpoint">What is believed; null after a fault.</param>
/// <param name="Cosigners">Verified cosignatures, in the order of the policy; empty after a fault before they were counted.</param>
/// <param name="Short">Groups of the policy that are short, innermost first; empty unless the quorum is missing.</param>
/// <param name="NotChecked">
/// Suites in which the checkpoint may be cosigned too, and that this policy has no key of: every region was checked in the others.
/// </param>
public sealed record PolicyVerdict(
    PolicyFault Fault,
    Checkpoint? Checkpoint,
    IReadOnlyList<VerifiedSignature> Cosigners,
    IReadOnlyList<string> Short,
    IReadOnlyList<SuiteId> NotChecked)
{
    public bool IsBelieved => Fault == PolicyFault.None;
}
