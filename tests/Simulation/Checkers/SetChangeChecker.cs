using Ledger.Engine;
using Ledger.Protocol.Blocks;
using Ledger.Protocol.Governance;
using Ledger.Protocol.Numbers;
using Ledger.Protocol.Transactions;
using Ledger.Simulation.World;

namespace Ledger.Simulation.Checkers;

/// <summary>E1 and E5 by the chain itself: an epoch ends W above the block that decided it, and nothing is decided between.</summary>
/// <remarks>But for journals: a Rejoin (D2) and an order for lost ones (D3) decide an epoch, or share the one that is decided.</remarks>
public sealed class SetChangeChecker(SimulatedWorld world)
{
    private readonly List<(ulong Height, bool OfJournals)> _decided = [];

    public void Check(SimulatedNode node)
    {
        Chain chain = node.Receipts!.Chain;
        ulong began = 0;
        for (ulong height = 1; height <= chain.Head.Value; height++)
        {
            BlockRecord record = chain.Read(new Height(height));
            Note(node, record);
            if (record.Block.Header.NextConfigurationHash != record.Block.Header.ConfigurationHash)
            {
                CheckEnd(record.Block.Header, began);
                began = height;
            }
        }
    }

    /// <summary>W below the last block something is decided; a change after that would be a second set in flight.</summary>
    private void CheckEnd(BlockHeader last, ulong began)
    {
        ulong decidedAt = last.Height.Value - world.Epochs.Find(last.Epoch)!.Parameters.Window;
        (ulong Height, bool OfJournals)[] decided = [.. _decided.Where(d => d.Height > began)];
        SimulationFailure.Unless(
            Array.Exists(decided, d => d.Height == decidedAt)
                && Array.TrueForAll(decided, d => d.OfJournals ? d.Height >= decidedAt : d.Height <= decidedAt),
            $"E1: epoch {last.Epoch} ends at {last.Height}, and is decided upon at {string.Join(", ", decided)}, not once at {decidedAt}");
    }

    private void Note(SimulatedNode node, BlockRecord record)
    {
        Dictionary<Cryptography.Hashing.Digest, Outcome> outcomes = [];
        foreach (OutcomeRecord outcome in record.Outcomes.Where(o => o.Outcome == Outcome.Enacted))
        {
            outcomes[outcome.TransactionId] = outcome.Outcome;
        }

        foreach (Batch batch in outcomes.Count == 0 ? [] : record.Block.Batches.Select(d => Read(node, d)))
        {
            foreach (Transaction enacted in batch.Transactions.Select(t => t.Transaction).Where(t => outcomes.ContainsKey(t.Id)))
            {
                CheckPossession(enacted);
                if (enacted is not GovernanceTransaction { Change.Actions: [GovernanceAction.Withdraw] })
                {
                    _decided.Add((record.Block.Height.Value, IsOfJournals(enacted)));
                }
            }
        }
    }

    private static bool IsOfJournals(Transaction enacted)
        => enacted is MembershipTransaction { Kind: TransactionKind.Rejoin } or GovernanceTransaction { Change.Recovers: true };

    private void CheckPossession(Transaction enacted)
    {
        foreach (GovernanceAction.LetIn member in (enacted as GovernanceTransaction)?.Change.Actions.OfType<GovernanceAction.LetIn>() ?? [])
        {
            SimulationFailure.Unless(
                Possession.IsProven(world.Genesis.ChainId, member.Validator, member.Possession.Span, world.Suites),
                $"E5: {member.Validator.Name} was let in under a key that it did not show to hold");
        }
    }

    private static Batch Read(SimulatedNode node, Cryptography.Hashing.Digest digest)
    {
        Batch.TryDecode(node.Receipts!.ReadBatch(digest), out Batch? batch);
        return batch!;
    }
}
