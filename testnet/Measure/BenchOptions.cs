using Ledger.Testnet.Network;

namespace Ledger.Testnet.Measure;

/// <summary>What a bench is asked for.</summary>
/// <param name="Seconds">Length of the measured window.</param>
/// <param name="Commitments">Commitments in each transaction.</param>
/// <param name="Rate">Transactions per second; null to search for the most the network keeps up with.</param>
/// <param name="Program">What the nodes run; null for the program of this source tree.</param>
public sealed record BenchOptions(
    double Seconds, int Commitments, double? Rate, Manifest Manifest, LedgerProgram? Program = null);
