namespace Ledger.Testnet.Ordeal;

/// <summary>Validators without whose lost journals the rest is no quorum, and that vote again by the operators' order.</summary>
/// <param name="Validators">All that the order names.</param>
/// <param name="Loss">What was done to them.</param>
/// <param name="Said">By <c>ledger status</c> of one of them.</param>
/// <param name="Epoch">In which all voted again.</param>
/// <param name="IntervalMs">The median time between two commits before they were killed.</param>
/// <param name="ToSaidMs">From the kill until each said that it cannot rejoin; restoring, and the start of the processes, is in it.</param>
/// <param name="OperatorsMs">From there until the order is submitted: proposed, and signed by a quorum, each by a command.</param>
/// <param name="ToCommitMs">From the submission to the first commit.</param>
/// <param name="ToVotingMs">From the submission until all of them voted, in the epoch that the order begins.</param>
/// <param name="PauseMs">The longest time between two commits, from the kill until a while after all voted.</param>
public sealed record OrderedReturn(
    string Validators, string Loss, string Said, uint Epoch, double IntervalMs, double ToSaidMs, double OperatorsMs, double ToCommitMs,
    double ToVotingMs, double PauseMs);
