using Ledger.Cryptography.Hashing;
using Ledger.Cryptography.Signatures;
using Ledger.Engine.Execution.Governance;
using Ledger.Protocol.Blocks;
using Ledger.Protocol.Governance;
using Ledger.Protocol.Merkle;
using Ledger.Protocol.Numbers;
using Ledger.Protocol.Statuses;
using Ledger.Protocol.Transactions;
using Ledger.Protocol.Validators;
using Ledger.Storage.State;

namespace Ledger.Engine.Execution;

/// <summary>Executes blocks: (state of the parent, batches) to outcomes, leaves and the next state, the same on every validator.</summary>
/// <remarks>PROTOCOL.md section 3, X1. It reads nothing but its arguments and the committed replay window.</remarks>
public sealed class Executor(Genesis genesis, ReplayWindow window, SignatureSuites suites)
{
    private SignatureSuites Suites => suites;

    /// <summary>Executes the batches of the block above <paramref name="parent"/>.</summary>
    public Overlay Execute(Overlay parent, ulong timeMs, IReadOnlyList<CheckedBatch> batches)
    {
        Height height = parent.State.Block.Height.Next;
        Run run = new(this, parent, height, timeMs);
        foreach (CheckedBatch batch in batches)
        {
            foreach (CheckedTransaction transaction in batch.Transactions)
            {
                run.Take(transaction);
            }
        }

        return run.Finish(batches);
    }

    /// <summary>The header that <paramref name="overlay"/> gives its block.</summary>
    public BlockHeader HeaderOf(Overlay overlay, Digest parent)
        => new()
        {
            ChainId = genesis.ChainId,
            Epoch = overlay.State.Governance.Epoch.Number,
            Height = overlay.State.Block.Height,
            Parent = parent,
            TimeMs = overlay.State.TimeMs,
            ConfigurationHash = overlay.State.Governance.Epoch.Hash,
            NextConfigurationHash = overlay.State.NextEpoch.Hash,
            BatchesRoot = Block.RootOf([.. overlay.Batches.Select(b => b.Digest)]),
            OutcomesRoot = OutcomeRecord.RootOf(overlay.Outcomes),
            LogSize = overlay.State.Log.Size,
            LogRoot = overlay.State.Log.Root.Sha256,
            LogRootSm3 = overlay.State.Log.Root.Sm3,
            StateRoot = overlay.State.Map.Root,
        };

    /// <summary>None when the issuer's own word is good.</summary>
    private Outcome JudgeIssuer(uint index, CheckedTransaction transaction, IssuerBook issuers)
        => issuers.Find(index) is not { } issuer ? Outcome.UnknownIssuer
            : issuer.IsRetired ? Outcome.RetiredIssuer
            : transaction.IsSignedBy(issuer.Record, suites) ? Outcome.None
            : Outcome.BadSignature;

    /// <summary>What leaves the window at <paramref name="height"/>: its last height is the one before.</summary>
    private List<WindowEntry> Leaving(Overlay parent, Height height)
    {
        Height last = new(height.Value - 1);
        List<WindowEntry> leaving = [.. window.LastAt(last)];
        for (Overlay? at = parent; at is not null; at = at.Parent)
        {
            leaving.AddRange(at.Entered.Where(e => e.Last == last));
        }

        return leaving;
    }

    /// <summary>One execution under way.</summary>
    private sealed class Run(Executor executor, Overlay parent, Height height, ulong timeMs)
    {
        private readonly List<OutcomeRecord> _outcomes = [];
        private readonly List<WindowEntry> _entered = [];
        private readonly HashSet<Digest> _inBlock = [];
        private readonly List<AnchorTransaction> _anchored = [];
        private readonly StatusBook _statuses = new(parent.State.Map);
        private readonly ulong _longestValidity = parent.State.NextEpoch.Parameters.MaximumValidityHeights;
        private GovernanceState _governance = parent.State.Governance.Enter(height);
        private ulong _nextLeaf = parent.State.Log.Size;

        public void Take(CheckedTransaction transaction)
        {
            Transaction tx = transaction.Transaction;
            Outcome outcome = JudgePlace(tx);
            outcome = outcome != Outcome.None ? outcome
                : tx.SigningIssuer is { } issuer ? TakeOf(issuer, transaction)
                : Govern(transaction.Signed);
            bool anchored = outcome == Outcome.Anchored;
            uint leaves = anchored ? (uint)tx.LeafCount : 0;
            _outcomes.Add(new OutcomeRecord(tx.Id, outcome, anchored ? _nextLeaf : 0, leaves));
            if (anchored)
            {
                _nextLeaf += leaves;
                _anchored.Add((AnchorTransaction)tx);
            }

            // A change of statuses that was refused would otherwise wait there for a state that lets it through, at anybody's hand.
            if (anchored || outcome.IsOfStatus())
            {
                _inBlock.Add(tx.Id);
                _entered.Add(WindowEntry.OfTransaction(tx.Id, tx.ValidUntil));
            }
        }

        private Outcome TakeOf(uint issuer, CheckedTransaction transaction)
            => executor.JudgeIssuer(issuer, transaction, _governance.Issuers) is var refusal and not Outcome.None ? refusal
                : transaction.Transaction is StatusTransaction status ? _statuses.Execute(status, height, timeMs)
                : Outcome.Anchored;

        private bool Governs => !ReferenceEquals(_governance, parent.State.Governance);

        /// <summary>Whether the transaction may stand in this block at all; none when it may.</summary>
        private Outcome JudgePlace(Transaction tx)
        {
            bool seen = _inBlock.Contains(tx.Id) || parent.State.Map.Find(SparseMerkleMap.PathOf(StateKeys.Window(tx.Id))) is not null;
            return seen ? Outcome.Replayed
                : tx.ValidUntil < height ? Outcome.Expired
                : tx.ValidUntil > height + _longestValidity ? Outcome.ValidityTooLong
                : Outcome.None;
        }

        private Outcome Govern(SignedTransaction signed)
        {
            (Outcome outcome, _governance) = GovernanceExecution.Execute(_governance, signed, height, timeMs, executor.Suites);
            return outcome;
        }

        public Overlay Finish(IReadOnlyList<CheckedBatch> batches)
        {
            _entered.AddRange(batches.Select(b => WindowEntry.OfBatch(b.Digest, height + _longestValidity)));
            byte[] leaves = WriteLeaves();
            AnchorTileList tiles = new();
            AnchorFrontier log = leaves.Length == 0
                ? parent.State.Log
                : parent.State.Log.Append(leaves, LeafRecord.Size, tiles);
            List<WindowEntry> left = executor.Leaving(parent, height);
            return new Overlay
            {
                Parent = parent,
                State = new LedgerState(new Consensus.BlockRef(height, default), timeMs, log, NextMap(left), _governance),
                Governs = Governs,
                Statuses = _statuses.Changed,
                Registered = [.. _governance.Issuers.ChangedSince(parent.State.Governance.Issuers)],
                Batches = batches,
                Outcomes = _outcomes,
                Leaves = leaves,
                Tiles = tiles,
                Entered = _entered,
                Left = left,
            };
        }

        private SparseMerkleMap NextMap(List<WindowEntry> left)
        {
            IEnumerable<MapChange> changes =
            [
                .. left.Select(e => MapChange.Remove(e.Key)),
                .. _entered.Select(e => MapChange.Set(e.Key, StateKeys.ValueOf(e.Last))),
                .. Governs ? GovernanceChanges() : [],
                .. _governance.Issuers.ChangedSince(parent.State.Governance.Issuers)
                    .Select(e => MapChange.Set(StateKeys.Issuer(e.Record.Index), e.Encode())),
                .. _statuses.Changed.Select(s => MapChange.Set(s.Key, s.Entry.Encode())),
            ];
            return parent.State.Map.Apply(changes);
        }

        private IEnumerable<MapChange> GovernanceChanges()
        {
            yield return MapChange.Set(StateKeys.Governance, _governance.Encode());
            if (_governance.Begun(height) is { } begun)
            {
                yield return MapChange.Set(StateKeys.Epoch(begun.Number), begun.Encode());
            }
        }

        private byte[] WriteLeaves()
        {
            byte[] leaves = new byte[_anchored.Sum(t => t.LeafCount) * LeafRecord.Size];
            int at = 0;
            foreach (AnchorTransaction transaction in _anchored)
            {
                int length = transaction.LeafCount * LeafRecord.Size;
                LeafRecord.WriteAll(transaction, leaves.AsSpan(at, length));
                at += length;
            }

            return leaves;
        }
    }
}
