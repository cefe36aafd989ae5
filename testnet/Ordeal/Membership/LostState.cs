namespace Ledger.Testnet.Ordeal;

/// <summary>One validator that came back after it was away or had lost something.</summary>
/// <param name="Loss">What was done to it.</param>
/// <param name="Said">What the node said of itself at first, or why it stood still.</param>
/// <param name="Epoch">In which it voted again.</param>
/// <param name="IntervalMs">The median time between two commits before its start.</param>
/// <param name="PauseMs">The longest time between two commits, from its start until a while after it voted again.</param>
/// <param name="ToVotingMs">From the start of its process until it voted.</param>
public sealed record LostState(
    string Validator, string Loss, string Said, uint Epoch, double IntervalMs, double PauseMs, double ToVotingMs);
