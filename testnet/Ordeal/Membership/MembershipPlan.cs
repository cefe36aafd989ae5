using Ledger.Testnet.Load;
using Ledger.Testnet.Network;

namespace Ledger.Testnet.Ordeal;

/// <summary>How much load a consortium carries while it changes.</summary>
/// <param name="TransactionsPerSecond">To the two validators that stay members from the first block to the last.</param>
public sealed record MembershipPlan(double TransactionsPerSecond)
{
    private const int Commitments = 8;

    /// <summary>More heights than the load makes: what was signed before it began must stay valid to its end.</summary>
    private const ulong ValidHeights = 1_000_000;

    /// <summary>Undisturbed load before each change, of which the block interval is taken; and as much after it.</summary>
    public static readonly TimeSpan Calm = TimeSpan.FromSeconds(2);

    /// <summary>What does not happen in this time does not happen: longer than two rejoins of one validator are apart.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(120);

    /// <summary>More than it ever takes: the load is made before it begins.</summary>
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(15);

    public Manifest Network
    {
        get
        {
            Manifest demo = Manifest.Load(Manifest.Demo);
            return demo with { Parameters = demo.Parameters with { MaximumValidityHeights = ValidHeights } };
        }
    }

    /// <summary>Ends with the story. Who waits out a chain that stands still has not failed.</summary>
    public LoadPlan Load => new(TransactionsPerSecond, Commitments, TimeSpan.Zero, Longest) { Deadline = Patience };
}
