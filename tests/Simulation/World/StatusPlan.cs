using Ledger.Cryptography.Hashing;
using Ledger.Engine;
using Ledger.Protocol.Numbers;
using Ledger.Protocol.Statuses;
using Ledger.Protocol.Transactions;

namespace Ledger.Simulation.World;

/// <summary>An issuer that changes the statuses of a few commitments over and over, whether its changes are in order or not (A1).</summary>
/// <remarks>Each is handed to some validators once and never again: what is lost is lost. Few commitments, so that changes meet.</remarks>
public sealed class StatusPlan(SimulatedWorld world, SeededRandom random)
{
    private const int Commitments = 6;

    /// <summary>Spreads so many transactions over the fault phase.</summary>
    public void Plan(int transactions)
    {
        for (int i = 0; i < transactions; i++)
        {
            world.Clock.At(random.Between(0, world.Options.FaultsMs), Submit);
        }
    }

    private void Submit()
    {
        Height head = new(world.Checkers.Agreement.Head);
        StatusTransaction transaction = StatusTransaction.Of(
            world.Genesis.ChainId,
            head + world.Options.Parameters.MaximumValidityHeights,
            0,
            Enumerable.Range(0, Commitments).Where(_ => random.Chance(300)).DefaultIfEmpty(random.Below(Commitments)).Select(Draw));
        CheckedTransaction signed = world.Check(SignedTransaction.Sign(transaction, world.IssuerSigner));
        foreach (SimulatedNode node in world.Nodes.Where(_ => random.Chance(600)))
        {
            node.Hear(new EngineInput.Submitted(signed, _ => { }));
        }
    }

    private StatusChange Draw(int commitment)
    {
        // A final status is less often, or soon nothing else would be left to be changed.
        StatusAction action = random.Chance(200) ? random.Of(StatusAction.Revoke, StatusAction.Supersede)
            : random.Of(StatusAction.Suspend, StatusAction.Reinstate);
        Digest? successor = action == StatusAction.Supersede ? Sha256.Hash("successor"u8) : null;
        return new StatusChange(Sha256.Hash([(byte)commitment]), action, (StatusReason)random.Below(9), successor);
    }
}
