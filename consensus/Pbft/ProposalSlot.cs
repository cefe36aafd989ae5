using Ledger.Protocol.Numbers;

namespace Ledger.Consensus;

/// <summary>Where this replica, as primary of <paramref name="View"/>, may propose next: a child of <paramref name="Parent"/>.</summary>
public readonly record struct ProposalSlot(View View, BlockRef Parent);
