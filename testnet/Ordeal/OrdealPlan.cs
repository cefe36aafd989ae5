using Ledger.Testnet.Load;
using Ledger.Testnet.Network;

namespace Ledger.Testnet.Ordeal;

/// <summary>How often, or for how long each time.</summary>
/// <param name="Times">Rounds of <see cref="OrdealKind.KillPrimary"/> and <see cref="OrdealKind.Blackout"/>.</param>
/// <param name="Length">Of each freeze, or of the time among adversaries.</param>
public sealed record OrdealPlan(OrdealKind Kind, int Times, TimeSpan Length)
{
    private const double TransactionsPerSecond = 20;

    private const int Commitments = 8;

    /// <summary>Undisturbed load before each round.</summary>
    public static readonly TimeSpan Calm = TimeSpan.FromSeconds(2);

    /// <summary>What does not happen in this time does not happen.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    /// <summary>More than a round ever takes: the load is made before the first.</summary>
    private static readonly TimeSpan Round = TimeSpan.FromSeconds(15);

    public Manifest Network => Manifest.Load(Kind == OrdealKind.Adversaries ? Manifest.Hostile : Manifest.Demo);

    /// <summary>Ends with the last round.</summary>
    public LoadPlan Load => new(TransactionsPerSecond, Commitments, TimeSpan.Zero, (Times * (Length + Round)) + Patience)
    {
        Deadline = TimeSpan.FromSeconds(20),
    };
}
