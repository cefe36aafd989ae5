namespace Ledger.Testnet.Ordeal;

/// <summary>One change of the consortium, and what its clients noticed.</summary>
/// <param name="Change">What was decided.</param>
/// <param name="Down">Who did not run meanwhile; empty when all did.</param>
/// <param name="Epoch">That it began.</param>
/// <param name="View">In which the epoch's first block was proposed: above 0 when the primaries before it did not run.</param>
/// <param name="IntervalMs">The median time between two commits before the change.</param>
/// <param name="PauseMs">The longest time between two commits, from the submission until a while after the epoch began.</param>
/// <param name="ToEpochMs">From the submission to the first block of the new epoch.</param>
/// <param name="EmptyBlocks">Blocks without a transaction between the one that decided it and that first one.</param>
public sealed record ChangedSet(
    string Change, string Down, uint Epoch, ulong View, double IntervalMs, double PauseMs, double ToEpochMs, int EmptyBlocks);
