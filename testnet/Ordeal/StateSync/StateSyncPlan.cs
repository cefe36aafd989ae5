using Ledger.Testnet.Load;
using Ledger.Testnet.Network;

namespace Ledger.Testnet.Ordeal;

/// <summary>How long the log is before the first empty node comes, and what goes on meanwhile.</summary>
/// <param name="Anchors">Leaves registered before.</param>
/// <param name="TransactionsPerSecond">Load that goes on to the end, to the two validators that are never stopped.</param>
public sealed record StateSyncPlan(int Anchors, double TransactionsPerSecond)
{
    /// <summary>Commitments of a full transaction: what <c>bench</c> loads with.</summary>
    public const int FullTransaction = 4_096;

    /// <summary>One anchor in so many has a transaction of its own, so that blocks and state are not all made of lists.</summary>
    private const int SingleEvery = 50;

    private const int Commitments = 8;

    /// <summary>More heights than there will be: what was signed before the load began must stay valid to its end.</summary>
    private const ulong ValidHeights = 1_000_000;

    /// <summary>Undisturbed load before the first node comes; pauses and processor time are compared with it.</summary>
    public static readonly TimeSpan Calm = TimeSpan.FromSeconds(15);

    /// <summary>What does not happen in this time does not happen.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromMinutes(8);

    /// <summary>Of the whole run.</summary>
    public static readonly TimeSpan Limit = TimeSpan.FromMinutes(45);

    /// <summary>Of four processes of a node, those that must find the liar out.</summary>
    /// <remarks>The first ends within moments; of a short log nobody may ask for the one piece that is lied about.</remarks>
    public int LeastLies => Anchors < 1_000_000 ? 2 : 3;

    public int Singles => Anchors / SingleEvery;

    public int FullTransactions => (Anchors - Singles + FullTransaction - 1) / FullTransaction;

    public Manifest Network
    {
        get
        {
            Manifest demo = Manifest.Load(Manifest.Demo);
            return demo with { Parameters = demo.Parameters with { MaximumValidityHeights = ValidHeights } };
        }
    }

    /// <summary>Ends with the story.</summary>
    public LoadPlan Load => new(TransactionsPerSecond, Commitments, TimeSpan.Zero, Limit) { Deadline = TimeSpan.FromMinutes(1) };
}
