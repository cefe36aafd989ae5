using Ledger.Protocol.Validators;

namespace Ledger.Protocol.Receipts;

/// <summary>Which validators of a region are named as signers by a certificate.</summary>
public sealed record RegionSigners(Region Region, byte Minimum, IReadOnlyList<string> Names);
