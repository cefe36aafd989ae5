using Ledger.Simulation.Checkers;

namespace Ledger.Mutants;

/// <summary>How a fault was noticed, or that it was not.</summary>
/// <param name="Seed">Null when no seed showed it.</param>
/// <param name="Seeds">How many seeds it took.</param>
public sealed record Sighting(string Mutant, ulong? Seed, long Seeds, FailureKind Kind, string Message);
