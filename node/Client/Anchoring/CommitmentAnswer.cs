using Ledger.Client.V1;
using Ledger.Protocol.Receipts;

namespace Ledger.Client;

/// <summary>What a node says about a commitment; nothing of it is verified yet.</summary>
/// <param name="Height">The state height the answer holds for.</param>
public sealed record CommitmentAnswer(ulong Height, IReadOnlyList<CommitmentAnswer.Anchor> Anchors)
{
    /// <summary>One anchor as the node describes it.</summary>
    /// <param name="Receipt">Null when its bytes do not decode.</param>
    public sealed record Anchor(AnchorMatch Match, Receipt? Receipt);
}
