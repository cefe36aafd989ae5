using Ledger.Cryptography.Hashing;
using Ledger.Engine.Receipts;
using Ledger.Protocol.Blocks;
using Ledger.Protocol.Numbers;
using Ledger.Storage.State;

namespace Ledger.Engine.Execution;

/// <summary>Where transactions are found: derived from a block's outcomes alone, without its bodies.</summary>
internal static class Locators
{
    /// <summary>What enters the replay window is what a transaction is found by; a refusal only while there is no other.</summary>
    public static void Add(IStateStore state, Height height, IReadOnlyList<OutcomeRecord> outcomes, List<StateWrite> writes)
    {
        HashSet<Digest> named = [];
        foreach (OutcomeRecord outcome in outcomes)
        {
            bool first = outcome.Outcome is Outcome.Anchored or Outcome.Enacted || outcome.Outcome.IsOfStatus()
                || (!named.Contains(outcome.TransactionId)
                    && !state.TryGet(StateKeys.Locator(outcome.TransactionId), out _));
            if (first)
            {
                named.Add(outcome.TransactionId);
                TransactionLocator locator = new(height, outcome.Outcome, outcome.FirstLeaf, outcome.LeafCount);
                writes.Add(new StateWrite(StateKeys.Locator(outcome.TransactionId), locator.Encode()));
            }
        }
    }
}
