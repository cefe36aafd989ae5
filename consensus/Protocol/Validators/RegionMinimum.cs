namespace Ledger.Protocol.Validators;

/// <summary>How many of a region's validators every quorum must contain.</summary>
public readonly record struct RegionMinimum(Region Region, byte Minimum);
