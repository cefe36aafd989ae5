using System.Buffers.Binary;
using Ledger.Cryptography.Hashing;
using Ledger.Engine;
using Ledger.Engine.Execution.Governance;
using Ledger.Protocol.Blocks;
using Ledger.Protocol.Numbers;
using Ledger.Protocol.Statuses;
using Ledger.Protocol.Transactions;
using Ledger.Protocol.Validators;
using Ledger.Simulation.World;

namespace Ledger.Simulation.Checkers;

/// <summary>Roots equal: executing the whole chain again, naively, gives every outcome and the last header's roots.</summary>
public sealed class RootsChecker(SimulatedWorld world)
{
    private readonly List<byte[]> _leaves = [];
    private readonly Dictionary<Digest, ulong> _window = [];
    private readonly Dictionary<Digest, ulong> _batches = [];
    private readonly List<EpochConfiguration> _epochs = [];
    private readonly StatusFold _statuses = new();
    private readonly GovernanceState _first = GovernanceState.Of(world.Genesis);
    private GovernanceState _governance = GovernanceState.Of(world.Genesis);

    public void Check(SimulatedNode node)
    {
        _leaves.Add(world.Genesis.Leaf.Encode());
        Chain chain = node.Receipts!.Chain;
        BlockHeader? last = null;
        for (ulong height = 1; height <= chain.Head.Value; height++)
        {
            BlockRecord record = chain.Read(new Height(height));
            last = record.Block.Header;
            OutcomeRecord[] outcomes = Execute(node, record.Block);
            SimulationFailure.Unless(
                outcomes.SequenceEqual(record.Outcomes) && last.LogSize == (ulong)_leaves.Count,
                $"Roots: block {height} of node {node.Index} has other outcomes than its transactions give");
        }

        if (last is not null)
        {
            CheckRoots(last);
        }
    }

    private OutcomeRecord[] Execute(SimulatedNode node, Block block)
    {
        _governance = _governance.Enter(block.Height);
        if (_governance.Epoch.Start == block.Height && _governance.Epoch.Number.Value > 0)
        {
            _epochs.Add(_governance.Epoch);
        }

        List<OutcomeRecord> outcomes = [];
        foreach (Digest digest in block.Batches)
        {
            byte[] bytes = node.Receipts!.ReadBatch(digest);
            SimulationFailure.Unless(
                Sha256.Hash(bytes) == digest, $"Roots: node {node.Index} lost batch {digest.Short} of its chain");
            Batch.TryDecode(bytes, out Batch? batch);
            outcomes.AddRange(batch!.Transactions.Select(t => t.Transaction switch
            {
                AnchorTransaction anchor => Execute(anchor, block.Height.Value),
                StatusTransaction status => Execute(status, block),
                _ => Govern(t, block),
            }));
        }

        foreach (Digest gone in _batches.Where(e => e.Value + 1 == block.Height.Value).Select(e => e.Key).ToArray())
        {
            _batches.Remove(gone);
        }

        foreach (Digest digest in block.Batches)
        {
            _batches.Add(digest, block.Height.Value + world.Options.Parameters.MaximumValidityHeights);
        }

        foreach (Digest gone in _window.Where(e => e.Value + 1 == block.Height.Value).Select(e => e.Key).ToArray())
        {
            _window.Remove(gone);
        }

        return [.. outcomes];
    }

    /// <summary>What is decided is judged by <see cref="SetChangeChecker"/>; here it only has to be the same again.</summary>
    private OutcomeRecord Govern(SignedTransaction signed, Block block)
    {
        ulong until = signed.Transaction.ValidUntil.Value;
        Outcome outcome = until < block.Height.Value ? Outcome.Expired
            : until > block.Height.Value + world.Options.Parameters.MaximumValidityHeights ? Outcome.ValidityTooLong
            : Outcome.None;
        if (outcome == Outcome.None)
        {
            (outcome, _governance) = GovernanceExecution.Execute(
                _governance, signed, block.Height, block.Header.TimeMs, world.Suites);
        }

        return new OutcomeRecord(signed.Transaction.Id, outcome, 0, 0);
    }

    /// <summary>All clients are honest: what can differ is the time of arrival.</summary>
    private OutcomeRecord Execute(AnchorTransaction transaction, ulong height)
    {
        ulong until = transaction.ValidUntil.Value;
        Outcome outcome = _window.ContainsKey(transaction.Id) ? Outcome.Replayed
            : until < height ? Outcome.Expired
            : until > height + world.Options.Parameters.MaximumValidityHeights ? Outcome.ValidityTooLong
            : Outcome.Anchored;
        if (outcome != Outcome.Anchored)
        {
            return new OutcomeRecord(transaction.Id, outcome, 0, 0);
        }

        ulong first = (ulong)_leaves.Count;
        byte[] records = new byte[transaction.LeafCount * LeafRecord.Size];
        LeafRecord.WriteAll(transaction, records);
        _leaves.AddRange(records.Chunk(LeafRecord.Size));
        _window.Add(transaction.Id, until);
        return new OutcomeRecord(transaction.Id, outcome, first, (uint)transaction.LeafCount);
    }

    /// <summary>What is executed once, refused or not, is in the window.</summary>
    private OutcomeRecord Execute(StatusTransaction transaction, Block block)
    {
        ulong until = transaction.ValidUntil.Value;
        Outcome outcome = _window.ContainsKey(transaction.Id) ? Outcome.Replayed
            : until < block.Height.Value ? Outcome.Expired
            : until > block.Height.Value + world.Options.Parameters.MaximumValidityHeights ? Outcome.ValidityTooLong
            : _statuses.Execute(transaction, block);
        if (outcome.IsOfStatus())
        {
            _window.Add(transaction.Id, until);
        }

        return new OutcomeRecord(transaction.Id, outcome, 0, 0);
    }

    private void CheckRoots(BlockHeader last)
    {
        byte[][] leaves = [.. _leaves];
        SimulationFailure.Unless(NaiveTrees.LogRoot(leaves, Sha256.Hash) == last.LogRoot, "Roots: the SHA-256 log root differs");
        SimulationFailure.Unless(NaiveTrees.LogRoot(leaves, Sm3.Hash) == last.LogRootSm3, "Roots: the SM3 log root differs");
        SimulationFailure.Unless(NaiveTrees.MapRoot(Entries()) == last.StateRoot, "Roots: the state root differs");
    }

    /// <summary>Keys: one byte of space, then the name; a value stands in the map by its hash.</summary>
    private List<(Digest Path, Digest Value)> Entries()
    {
        List<(Digest, Digest)> entries = [.. world.Genesis.Issuers.Select(i => Entry([1, .. U32(i.Index)], i.Encode()))];
        foreach ((Digest id, ulong until) in _window)
        {
            entries.Add(Entry([2, .. id.ToArray()], U64(until)));
        }

        entries.AddRange(_batches.Select(b => Entry([5, .. b.Key.ToArray()], U64(b.Value))));

        if (!_governance.Encode().SequenceEqual(_first.Encode()))
        {
            entries.Add(Entry([3], _governance.Encode()));
        }

        entries.AddRange(_statuses.Entries.Select(s => Entry(s.Key, s.Value)));
        entries.AddRange(_epochs.Select(e => Entry([4, .. U32(e.Number.Value)], e.Encode())));

        return entries;
    }

    private static (Digest Path, Digest Value) Entry(byte[] key, byte[] value) => (Sha256.Hash(key), Sha256.Hash(value));

    private static byte[] U64(ulong value)
    {
        byte[] bytes = new byte[8];
        BinaryPrimitives.WriteUInt64BigEndian(bytes, value);
        return bytes;
    }

    private static byte[] U32(uint value)
    {
        byte[] bytes = new byte[4];
        BinaryPrimitives.WriteUInt32BigEndian(bytes, value);
        return bytes;
    }
}
