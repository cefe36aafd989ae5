using Ledger.Protocol.Numbers;
using Ledger.Protocol.Transactions;

namespace Ledger.Engine.Receipts;

/// <summary>A leaf that carries a commitment that was asked for.</summary>
public readonly record struct AnchorMatch(ulong LeafIndex, LeafRecord Record, Height Height);
