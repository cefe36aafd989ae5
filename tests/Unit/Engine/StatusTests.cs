using Ledger.Cryptography.Hashing;
using Ledger.Engine;
using Ledger.Engine.Admission;
using Ledger.Engine.Execution;
using Ledger.Engine.Receipts;
using Ledger.Protocol.Blocks;
using Ledger.Protocol.Encoding;
using Ledger.Protocol.Governance;
using Ledger.Protocol.Numbers;
using Ledger.Protocol.Receipts;
using Ledger.Protocol.Statuses;
using Ledger.Protocol.Transactions;
using Ledger.Protocol.Validators;
using Ledger.Tests.Unit.Consensus;

namespace Ledger.Tests.Unit.Engine;

/// <summary>Issuers change the statuses of what they anchored, and anybody proves them: PROTOCOL.md A1.</summary>
public sealed class StatusTests
{
    private static readonly ChainParameters Third = new(ProtocolVersion: ProtocolVersions.Statuses);
    private static readonly Digest One = Sha256.Hash("one"u8);
    private static readonly Digest Two = Sha256.Hash("two"u8);

    private readonly Workbench _bench = new(Third);

    [Fact]
    public void A1_each_change_leads_where_it_says_and_what_is_final_stays_so()
    {
        StatusChange suspend = new(One, StatusAction.Suspend, StatusReason.UnderReview);
        StatusChange reinstate = new(One, StatusAction.Reinstate, StatusReason.Unspecified);
        StatusChange revoke = new(One, StatusAction.Revoke, StatusReason.Fraud);
        StatusChange supersede = new(One, StatusAction.Supersede, StatusReason.Corrected, Two);

        Assert.Equal((Outcome.StatusChanged, AnchorStatus.Suspended), Fold(suspend));
        Assert.Equal((Outcome.StatusChanged, AnchorStatus.Active), Fold(suspend, reinstate));
        Assert.Equal((Outcome.StatusChanged, AnchorStatus.Suspended), Fold(suspend, reinstate, suspend));
        Assert.Equal((Outcome.StatusChanged, AnchorStatus.Revoked), Fold(revoke));
        Assert.Equal((Outcome.StatusChanged, AnchorStatus.Revoked), Fold(suspend, revoke));
        Assert.Equal((Outcome.StatusChanged, AnchorStatus.Superseded), Fold(suspend, supersede));
        Assert.Equal((Outcome.AlreadySuspended, AnchorStatus.Suspended), Fold(suspend, suspend));
        Assert.Equal((Outcome.NotSuspended, AnchorStatus.Active), Fold(reinstate));
        Assert.All([suspend, reinstate, revoke, supersede], change =>
        {
            Assert.Equal((Outcome.FinalStatus, AnchorStatus.Revoked), Fold(revoke, change));
            Assert.Equal((Outcome.FinalStatus, AnchorStatus.Superseded), Fold(supersede, change));
        });
    }

    [Fact]
    public void A1_the_state_says_when_why_and_what_came_in_its_place()
    {
        Overlay block = Extend(_bench.Origin, Change(1, 0, new StatusChange(One, StatusAction.Supersede, StatusReason.Corrected, Two)));

        StatusEntry expected = new(AnchorStatus.Superseded, StatusReason.Corrected, new Height(1), block.State.TimeMs, Two);
        Assert.Equal(expected, StatusBook.Find(block.State.Map, 0, One));
        Assert.Null(StatusBook.Find(block.State.Map, 0, Two));
        Assert.NotEqual(_bench.Origin.State.Map.Root, block.State.Map.Root);
    }

    [Fact]
    public void A1_another_issuer_writes_beside_and_never_over()
    {
        Overlay block = Extend(_bench.Origin, Change(1, 1, Revoke(One)));

        Assert.Null(StatusBook.Find(block.State.Map, 0, One));
        Assert.Equal(AnchorStatus.Revoked, StatusBook.Find(block.State.Map, 1, One)?.Status);
        Assert.Equal([Outcome.BadSignature], Outcomes(block, Change(2, 0, key: 1, Revoke(One))));
        Assert.Equal([Outcome.UnknownIssuer], Outcomes(block, Change(2, 7, Revoke(One))));
    }

    [Fact]
    public void A1_one_refused_change_takes_all_of_its_transaction_with_it()
    {
        Overlay revoked = Extend(_bench.Origin, Change(1, 0, Revoke(One)));

        Overlay block = Extend(revoked, Change(2, 0, Revoke(One), Revoke(Two)), Change(3, 0, Suspend(Two)), Change(4, 0, Suspend(Two)));

        Assert.Equal(
            [Outcome.FinalStatus, Outcome.StatusChanged, Outcome.AlreadySuspended], block.Outcomes.Select(o => o.Outcome));
        Assert.Equal(AnchorStatus.Suspended, StatusBook.Find(block.State.Map, 0, Two)?.Status);
    }

    [Fact]
    public void A1_a_change_that_was_refused_does_not_wait_for_a_state_that_lets_it_through()
    {
        CheckedTransaction suspend = Change(1, 0, Suspend(One));
        CheckedTransaction again = Change(2, 0, Suspend(One));
        Overlay block = Extend(_bench.Origin, suspend, again, Change(3, 0, new StatusChange(One, StatusAction.Reinstate, default)));
        Assert.Equal(
            [Outcome.StatusChanged, Outcome.AlreadySuspended, Outcome.StatusChanged], block.Outcomes.Select(o => o.Outcome));

        Assert.Equal([Outcome.Replayed, Outcome.Replayed], Outcomes(block, suspend, again));
    }

    [Fact]
    public void A1_a_retired_issuer_changes_nothing_more()
    {
        GovernanceChange retire = new(_bench.Genesis.ChainId, 0, [new IssuerAction.Retire("bank-0").ToAction()]);

        Overlay block = Extend(_bench.Origin, Change(1, 0, Revoke(One)), Approved(retire, 4), Change(2, 0, Revoke(Two)));

        Assert.Equal([Outcome.StatusChanged, Outcome.Enacted, Outcome.RetiredIssuer], block.Outcomes.Select(o => o.Outcome));
        Assert.Equal(AnchorStatus.Revoked, StatusBook.Find(block.State.Map, 0, One)?.Status);
    }

    [Fact]
    public void P1_under_version_2_no_block_has_it_and_nobody_admits_or_holds_it()
    {
        Workbench second = new(new ChainParameters(ProtocolVersion: ProtocolVersions.IssuersByGovernance));
        CheckedTransaction change = Change(second, 1, 0, 0, Revoke(One));
        CheckedBatch batch = Workbench.Batch(change);
        (Block block, _) = second.Build(second.Origin, batch);

        Assert.False(BlockRules.IsInForce(second.Origin, batch));
        Assert.Null(second.Rules.TryExecute(second.Origin, block, [batch]));
        SingleNode node = new(parameters: new ChainParameters(ProtocolVersion: ProtocolVersions.IssuersByGovernance));
        Assert.Equal(Admission.NotInForce, node.Submit(Change(node, 1, 0, Revoke(One))));
        node.Turn(new EngineInput.BatchArrived(new ValidatorIndex(0), Workbench.Batch(Change(node, 1, 0, Revoke(One)))));
        Assert.Equal(0, node.Engine.Waiting.Batches);
    }

    [Fact]
    public void P1_from_the_first_height_of_version_3_on_it_counts()
    {
        SingleNode node = new(parameters: new ChainParameters(ProtocolVersion: ProtocolVersions.IssuersByGovernance));
        GovernanceChange raise = new(node.Genesis.ChainId, 0, [new GovernanceAction.SetParameters(
            node.Genesis.Parameters with { ProtocolVersion = ProtocolVersions.Statuses })]);
        Commit(node, Approved(raise, 1));
        node.DriveUntil(() => node.Engine.Epoch.Parameters.ProtocolVersion == ProtocolVersions.Statuses);

        Commit(node, Change(node, 1, 0, Revoke(One)));

        Assert.Equal(AnchorStatus.Revoked, Proven(node, 0, One).Status);
        Assert.True(node.Fsck().IsClean);
    }

    [Fact]
    public void A_submission_that_its_status_forbids_is_refused_at_the_door_and_the_same_bytes_again_are_not()
    {
        SingleNode node = new(parameters: Third);
        CheckedTransaction revoke = Change(node, 1, 0, Revoke(One));
        Commit(node, revoke);

        Assert.Equal(Admission.StatusConflict, node.Submit(Change(node, 2, 0, Suspend(One))));
        Assert.Equal(Admission.AlreadyCommitted, node.Submit(revoke));
    }

    [Fact]
    public void A1_a_restart_and_fsck_find_the_same_statuses_from_a_checkpoint_and_from_the_log()
    {
        foreach (bool checkpoint in (bool[])[false, true])
        {
            SingleNode node = new(parameters: Third);
            Commit(node, Change(node, 1, 0, Suspend(One), new StatusChange(Two, StatusAction.Supersede, default, One)));
            Digest root = node.Engine.State.Map.Root;
            if (checkpoint)
            {
                node.Engine.Checkpoint();
            }

            node.Crash(_ => 0);

            Assert.Equal(root, node.Engine.State.Map.Root);
            Assert.Equal((AnchorStatus.Suspended, AnchorStatus.Superseded), (Proven(node, 0, One).Status, Proven(node, 0, Two).Status));
            Assert.Equal(Admission.StatusConflict, node.Submit(Change(node, 2, 0, Suspend(One))));
            Commit(node, Change(node, 3, 0, Revoke(One)));
            Assert.Equal(AnchorStatus.Revoked, Proven(node, 0, One).Status);
            Assert.True(node.Fsck().IsClean);
        }
    }

    [Fact]
    public void A1_a_snapshot_carries_the_statuses()
    {
        SnapshotWorld world = new(new EngineOptions(SnapshotAboveBlocks: 10), parameters: Third);
        world.Commit(Change(world.Server, 1, 0, Revoke(One)));
        world.Grow(0, 14);
        world.Connect();
        world.CatchUp();
        Assert.True(world.Client.Engine.Horizon.Value > 1);

        Assert.Equal(AnchorStatus.Revoked, Proven(world.Client, 0, One).Status);
        world.Client.Crash(_ => 0);
        Assert.Equal(AnchorStatus.Revoked, Proven(world.Client, 0, One).Status);
        Assert.Equal(world.Server.Stores.State.ContentDigest(), world.Client.Stores.State.ContentDigest());
    }

    [Fact]
    public void A_proof_says_what_the_state_has_or_that_it_has_nothing_and_no_bit_of_it_can_be_another()
    {
        SingleNode node = new(parameters: Third);
        Assert.Null(StatusProver.Prove(node.Engine.State, node.Engine.Chain, 0, One));
        Commit(node, Change(node, 1, 0, Revoke(One), Suspend(Two)));

        Assert.Equal((AnchorStatus.Revoked, node.Engine.State.TimeMs), (Proven(node, 0, One).Status, Proven(node, 0, One).TimeMs));
        Assert.Equal((AnchorStatus.Active, null), (Proven(node, 1, One).Status, Proven(node, 1, One).Entry));
        RequireTwinsRefused(node, Prove(node, 0, One));
        RequireTwinsRefused(node, Prove(node, 1, One));
    }

    [Fact]
    public void Absence_is_shown_at_a_neighbour_and_at_nothing_and_never_of_what_is_there()
    {
        SingleNode node = new(parameters: Third);
        Digest[] many = [.. Enumerable.Range(0, 60).Select(i => Sha256.Hash([(byte)i]))];
        Commit(node, Change(node, 1, 0, [.. many.Select(Revoke)]));
        StatusProof[] absences = [.. many.Select(c => Prove(node, 1, c))];
        Assert.Contains(absences, p => p.Neighbour is null);
        Assert.Contains(absences, p => p.Neighbour is not null);
        Assert.All(absences, p => Assert.Equal(StatusProofFault.None, Judge(node, p)));

        // Whoever hides an entry has its own leaf to show, or another's that stands elsewhere: neither is where the path ends.
        foreach (Digest commitment in many)
        {
            StatusProof there = Prove(node, 0, commitment);
            Ledger.Protocol.Merkle.MapLeaf own = new(
                Sha256.Hash(StatusEntry.KeyOf(0, commitment)), Sha256.Hash(there.Entry!.Encode()));
            Assert.Equal(StatusProofFault.NotInState, Judge(node, there with { Entry = null }));
            Assert.Equal(StatusProofFault.NotInState, Judge(node, there with { Entry = null, Neighbour = own }));
            Assert.All(absences, a => Assert.Equal(
                StatusProofFault.NotInState, Judge(node, a with { Issuer = 0, Commitment = commitment })));
        }
    }

    [Fact]
    public void A_proof_of_one_thing_is_none_of_another()
    {
        SingleNode node = new(parameters: Third);
        SingleNode other = new(parameters: Third with { Window = 9 });
        Commit(node, Change(node, 1, 0, Revoke(One)));
        Commit(other, Change(other, 1, 0, Revoke(One)));
        StatusProof there = Prove(node, 0, One);
        StatusProof absent = Prove(node, 1, One);

        Assert.Equal(StatusProofFault.NotInState, Judge(node, there with { Issuer = 1 }));
        Assert.Equal(StatusProofFault.NotInState, Judge(node, absent with { Issuer = 0 }));
        Assert.Equal(StatusProofFault.NotInState, Judge(node, there with { Commitment = Two }));
        Assert.Equal(StatusProofFault.WrongChain, Judge(node, Prove(other, 0, One)));
        Assert.Equal(StatusProofFault.WrongChain, Judge(other, there));
        Commit(node, node.Transaction(1));
        Assert.Equal(StatusProofFault.NotCertified, Judge(node, there with { Certificate = Prove(node, 0, One).Certificate }));
        Assert.Equal(StatusProofFault.NotCertified, Judge(node, there with { Header = there.Header with { TimeMs = node.NowMs } }));
    }

    private static void RequireTwinsRefused(SingleNode node, StatusProof proof)
    {
        byte[] bytes = proof.Encode();
        for (int bit = 0; bit < 8 * bytes.Length; bit++)
        {
            bytes[bit / 8] ^= (byte)(1 << (bit % 8));
            bool holds = StatusProof.TryDecode(bytes, out StatusProof? twin) == DecodeFault.None
                && Judge(node, twin!) == StatusProofFault.None;

            // Where nothing is, nothing else is either: then it proves as much of another commitment, and says of which.
            bool isOfAnother = holds && twin!.Entry is null && (twin.Issuer, twin.Commitment) != (proof.Issuer, proof.Commitment);
            Assert.False(holds && !isOfAnother, $"bit {bit} can be changed");
            bytes[bit / 8] ^= (byte)(1 << (bit % 8));
        }
    }

    private static StatusProof Prove(SingleNode node, uint issuer, Digest commitment)
        => StatusProver.Prove(node.Engine.State, node.Engine.Chain, issuer, commitment)!;

    private static StatusProofFault Judge(SingleNode node, StatusProof proof) => proof.Judge(node.Genesis, Committee.Suites, out _);

    private static ProvenStatus Proven(SingleNode node, uint issuer, Digest commitment)
    {
        Assert.Equal(DecodeFault.None, StatusProof.TryDecode(Prove(node, issuer, commitment).Encode(), out StatusProof? proof));
        Assert.Equal(StatusProofFault.None, proof!.Judge(History(node), Committee.Suites, out ProvenStatus? proven));
        Assert.Equal((issuer, commitment), (proven!.Issuer, proven.Commitment));
        return proven;
    }

    private static EpochHistory History(SingleNode node)
    {
        EpochHistory history = node.Genesis;
        while (node.Engine.Receipts.Link(new Epoch(history.Last.Number.Value + 1)) is { } link)
        {
            Assert.Equal(HistoryProblem.None, history.Follow([link], Committee.Suites, out EpochHistory? further));
            history = further!;
        }

        return history;
    }

    private static void Commit(SingleNode node, CheckedTransaction transaction)
    {
        Assert.Equal(Admission.Accepted, node.Submit(transaction));
        node.DriveUntil(() => node.Locate(transaction) is not null);
    }

    private (Outcome, AnchorStatus) Fold(params StatusChange[] changes)
    {
        Overlay block = Extend(_bench.Origin, [.. changes.Select((c, i) => Change(i, 0, c))]);
        return (block.Outcomes[^1].Outcome, StatusBook.Find(block.State.Map, 0, One)?.Status ?? AnchorStatus.Active);
    }

    private Overlay Extend(Overlay parent, params CheckedTransaction[] transactions)
        => _bench.Extend(parent, Workbench.Batch(transactions));

    private IEnumerable<Outcome> Outcomes(Overlay parent, params CheckedTransaction[] transactions)
        => Extend(parent, transactions).Outcomes.Select(o => o.Outcome);

    private static StatusChange Revoke(Digest commitment) => new(commitment, StatusAction.Revoke, StatusReason.IssuedInError);

    private static StatusChange Suspend(Digest commitment) => new(commitment, StatusAction.Suspend, StatusReason.UnderReview);

    private CheckedTransaction Change(int number, uint issuer, params StatusChange[] changes)
        => Change(_bench, number, issuer, issuer, changes);

    private CheckedTransaction Change(int number, uint issuer, uint key, params StatusChange[] changes)
        => Change(_bench, number, issuer, key, changes);

    private static CheckedTransaction Change(Workbench bench, int number, uint issuer, uint key, params StatusChange[] changes)
        => bench.Issuers.Check(Sign(bench.Genesis, number, issuer, key, changes), Committee.Suites);

    private static CheckedTransaction Change(SingleNode node, int number, uint issuer, params StatusChange[] changes)
        => node.Check(Sign(node.Genesis, number, issuer, issuer, changes));

    private static SignedTransaction Sign(Genesis genesis, int number, uint issuer, uint key, StatusChange[] changes)
        => SignedTransaction.Sign(
            StatusTransaction.Of(genesis.ChainId, new Height(50 + (ulong)number), issuer, changes), Committee.IssuerKey(key));

    private static CheckedTransaction Approved(GovernanceChange change, int operators)
        => CheckedTransaction.Check(
            SignedTransaction.Unsigned(GovernanceTransaction.Of(
                change, new Height(50),
                Enumerable.Range(0, operators).Select(o => change.Approve(Committee.At(o), Committee.OperatorKey(o))))),
            null, Committee.Suites);
}
