namespace Ledger.Testnet.Ordeal;

/// <summary>One life of a node that is on its way to a snapshot, and what ended it.</summary>
/// <param name="End">What was done to it; how the last life ended.</param>
/// <param name="At">Where it was then, as its last status said.</param>
/// <param name="AnsweredSeconds">From the start of the process until it first said how it was: it has read its stores.</param>
/// <param name="Seconds">From the start of the process to the end.</param>
/// <param name="PieceBytes">Of the pieces that came in this life, as it last said.</param>
/// <param name="Refused">What it refused in this life, by the names of the faults.</param>
public sealed record Interruption(
    string End, string At, double AnsweredSeconds, double Seconds, long PieceBytes, IReadOnlyDictionary<string, long> Refused);
