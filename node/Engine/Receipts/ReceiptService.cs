using Ledger.Cryptography.Hashing;
using Ledger.Engine.Execution;
using Ledger.Protocol.Blocks;
using Ledger.Protocol.Merkle;
using Ledger.Protocol.Numbers;
using Ledger.Protocol.Receipts;
using Ledger.Protocol.Transactions;
using Ledger.Protocol.Validators;

namespace Ledger.Engine.Receipts;

/// <summary>Derives receipts from the stores: nothing of them is kept, all of them can be made again.</summary>
public sealed class ReceiptService(LedgerStores stores, Chain chain, Genesis genesis, Block origin)
{
    /// <summary>Most leaves one lookup by commitment answers with.</summary>
    public const int MaximumMatches = 16;

    private readonly EpochBook _epochs = new(stores.State, genesis);
    private readonly AnchorProver _prover = new(stores.Anchors);

    /// <summary>Where a transaction stands, or null when no committed block has it.</summary>
    public TransactionLocator? Locate(Digest transactionId)
        => stores.State.TryGet(StateKeys.Locator(transactionId), out byte[] value)
            ? TransactionLocator.Decode(value)
            : null;

    /// <summary>The receipt of one leaf of an anchored transaction; null for a refused one or an offset beyond its leaves.</summary>
    public Receipt? Make(TransactionLocator locator, uint leafOffset)
        => locator.Outcome == Outcome.Anchored && leafOffset < locator.LeafCount
            ? Make(locator.FirstLeaf + leafOffset, locator.Height)
            : null;

    /// <summary>The change into an epoch, as a stranger can check it (E4); null for epoch 0 and for one that no block is of yet.</summary>
    public EpochLink? Link(Epoch into)
    {
        if (into.Value == 0 || _epochs.Find(into) is not { } next)
        {
            return null;
        }

        BlockRecord last = chain.Read(new Height(next.Start.Value - 1));
        Protocol.Invariant.Holds(last.Certificate is not null, "the last block of an epoch has a certificate of its own (E1)");
        return new EpochLink(last.Block.Header, last.Certificate, next);
    }

    /// <summary>The leaves that carry a commitment, oldest first, each with its block.</summary>
    public IReadOnlyList<AnchorMatch> Find(Digest commitment)
    {
        Span<ulong> candidates = stackalloc ulong[4 * MaximumMatches];
        int count = stores.Index.Find(commitment.ToArray(), candidates);
        List<AnchorMatch> matches = [];
        foreach (ulong leaf in candidates[..count])
        {
            if (leaf >= stores.Anchors.Size)
            {
                continue; // the index kept leaves over a crash that the chain here has not reached again
            }

            LeafRecord record = ReadLeaf(leaf);
            if (record.Commitment == commitment && matches.Count < MaximumMatches)
            {
                matches.Add(new AnchorMatch(leaf, record, BlockOf(leaf).Block.Height));
            }
        }

        return [.. matches.OrderBy(m => m.LeafIndex)];
    }

    /// <summary>The receipt of a found leaf.</summary>
    public Receipt Make(AnchorMatch match) => Make(match.LeafIndex, match.Height);

    private Receipt Make(ulong leaf, Height height)
    {
        BlockRecord record = chain.Read(height);
        BlockHeader header = record.Block.Header;
        BlockRecord certified = record;
        List<BlockHeader> descendants = [];
        ulong window = ConfigurationOf(header.Epoch).Parameters.Window;
        while (certified.Certificate is null)
        {
            bool goesOn = (ulong)descendants.Count < window && certified.Block.Height < chain.Head;
            Protocol.Invariant.Holds(goesOn, "a committed block or a descendant inside the window is certified");
            certified = chain.Read(certified.Block.Height.Next);
            descendants.Add(certified.Block.Header);
        }

        InclusionProof proof = _prover.ProveInclusion(leaf, header.LogSize);
        OutcomeProof outcome = ProveOutcome(record.Outcomes, leaf);
        return new Receipt(ReadLeaf(leaf), proof, header, descendants, certified.Certificate, outcome);
    }

    private EpochConfiguration ConfigurationOf(Epoch epoch)
    {
        EpochConfiguration? found = _epochs.Find(epoch);
        Protocol.Invariant.Holds(found is not null, "the configuration of a committed block's epoch is kept");
        return found;
    }

    private static OutcomeProof ProveOutcome(IReadOnlyList<OutcomeRecord> outcomes, ulong leaf)
    {
        int index = 0;
        while (outcomes[index].Outcome != Outcome.Anchored || leaf - outcomes[index].FirstLeaf >= outcomes[index].LeafCount)
        {
            index++;
        }

        return OutcomeProof.Of(outcomes, index);
    }

    private LeafRecord ReadLeaf(ulong leaf)
    {
        Span<byte> bytes = stackalloc byte[LeafRecord.Size];
        stores.Anchors.ReadRecords(leaf, bytes);
        bool known = LeafRecord.TryRead(bytes, out LeafRecord record);
        Protocol.Invariant.Holds(known, "a stored leaf record reads");
        return record;
    }

    /// <summary>The block that added a leaf: the first whose log is longer than the leaf's index.</summary>
    private BlockRecord BlockOf(ulong leaf)
    {
        ulong low = 1;
        ulong high = chain.Head.Value;
        while (low < high)
        {
            ulong middle = low + ((high - low) / 2);
            bool has = chain.Read(new Height(middle)).Block.Header.LogSize > leaf;
            (low, high) = has ? (low, middle) : (middle + 1, high);
        }

        return leaf < origin.Header.LogSize ? new BlockRecord(origin, [], null) : chain.Read(new Height(low));
    }
}
