using Ledger.Cryptography.Signatures;
using Ledger.Engine;
using Ledger.Engine.Admission;
using Ledger.Engine.Batching;
using Ledger.Engine.Execution;
using Ledger.Engine.Receipts;
using Ledger.Protocol.Blocks;
using Ledger.Protocol.Encoding;
using Ledger.Protocol.Governance;
using Ledger.Protocol.Numbers;
using Ledger.Protocol.Receipts;
using Ledger.Protocol.Transactions;
using Ledger.Protocol.Validators;
using Ledger.Tests.Unit.Consensus;

namespace Ledger.Tests.Unit.Engine;

/// <summary>Who may anchor is decided by the operators: PROTOCOL.md E6.</summary>
public sealed class IssuerTests
{
    private static readonly ChainParameters Second = new(ProtocolVersion: ProtocolVersions.IssuersByGovernance);

    private readonly Workbench _bench = new(Second);

    [Fact]
    public void E6_an_issuer_that_is_let_in_may_anchor_from_the_next_transaction_on()
    {
        CheckedTransaction before = _bench.Anchor(1, issuer: 2);
        CheckedTransaction after = _bench.Anchor(2, issuer: 2);

        Overlay block = _bench.Extend(_bench.Origin, Workbench.Batch(before, Decide(0, Add("bank-2", 2)), after));

        Assert.Equal([Outcome.UnknownIssuer, Outcome.Enacted, Outcome.Anchored], block.Outcomes.Select(o => o.Outcome));
        IssuerEntry entry = block.State.Governance.Issuers.Find(2)!;
        Assert.Equal(("bank-2", new Height(1), false), (entry.Record.Name, entry.Since, entry.IsRetired));
        Assert.Equal(1UL, block.State.Governance.Revision);
        Assert.Null(block.State.Governance.Next);
        Assert.NotEqual(block.State.Map.Root, _bench.Extend(_bench.Origin, Workbench.Batch(Decide(0, Add("bank-3", 2)))).State.Map.Root);
    }

    [Fact]
    public void E6_after_a_replacement_what_was_checked_against_the_old_key_is_checked_again()
    {
        CheckedTransaction old = _bench.Anchor(1);
        CheckedTransaction with = Signed(_bench.Anchor(2), Committee.IssuerKey(9));
        Assert.True(old.SignatureGood);

        Overlay block = _bench.Extend(_bench.Origin, Workbench.Batch(old, Decide(0, Replace("bank-0", 9)), _bench.Anchor(3), with));

        Assert.Equal(
            [Outcome.Anchored, Outcome.Enacted, Outcome.BadSignature, Outcome.Anchored], block.Outcomes.Select(o => o.Outcome));
        Assert.Equal(0U, block.State.Governance.Issuers.Find(0)!.Record.Index);
        Assert.Same(_bench.Origin.State.Governance.Issuers.Find(1), block.State.Governance.Issuers.Find(1));
    }

    [Fact]
    public void E6_a_retired_issuer_anchors_nothing_more_by_name()
    {
        Overlay block = _bench.Extend(
            _bench.Origin, Workbench.Batch(_bench.Anchor(1), Decide(0, new IssuerAction.Retire("bank-0")), _bench.Anchor(2)));

        Assert.Equal([Outcome.Anchored, Outcome.Enacted, Outcome.RetiredIssuer], block.Outcomes.Select(o => o.Outcome));
        Assert.Equal(new Height(1), block.State.Governance.Issuers.Find(0)!.Retired);
    }

    [Fact]
    public void E6_the_edge_looks_up_what_the_last_committed_block_has()
    {
        Assert.Null(_bench.Issuers.Find(2));
        Overlay block = _bench.Extend(_bench.Origin, Workbench.Batch(Decide(0, Add("bank-2", 2))));
        Assert.Null(_bench.Issuers.Find(2));

        _bench.Commit(block);

        Assert.Same(block.State.Governance.Issuers.Find(2)!.Record, _bench.Issuers.Find(2));
        Assert.True(_bench.Anchor(1, issuer: 2).SignatureGood);
    }

    [Fact]
    public void E6_what_no_chain_could_take_is_refused_by_name()
    {
        GovernanceAction remove = new GovernanceAction.RemoveValidator("validator-3");
        Refused(GovernanceFault.NameTaken, Add("bank-1", 2).ToAction());
        Refused(GovernanceFault.KeyTaken, Add("bank-2", 1).ToAction());
        Refused(GovernanceFault.KeyTaken, Replace("bank-0", 0).ToAction());
        Refused(GovernanceFault.UnknownIssuer, Replace("bank-7", 2).ToAction());
        Refused(GovernanceFault.UnknownIssuer, new IssuerAction.Retire("bank-7").ToAction());
        Refused(GovernanceFault.BadMember, Add("", 2).ToAction());
        Refused(GovernanceFault.BadMember, Replace("bank-0", 2, "CN-SZ").ToAction());
        Refused(GovernanceFault.NoPossession, new IssuerAction.Add(Record("bank-2", 2), new byte[64]).ToAction());
        Refused(GovernanceFault.NoPossession, (Add("bank-2", 2) with { Record = Record("bank-3", 2) }).ToAction());
        Refused(GovernanceFault.NotAlone, Add("bank-2", 2).ToAction(), Add("bank-3", 3).ToAction());
        Refused(GovernanceFault.NotAlone, Add("bank-2", 2).ToAction(), remove);
        Refused(GovernanceFault.Malformed, Add("bank-2", 2).ToAction() with { Body = new byte[3] });
        Assert.Equal(
            Outcome.NotInForce, OutcomeOf(_bench, Decide(0, new GovernanceAction.Later(11, ReadOnlyMemory<byte>.Empty))));
        Assert.Equal(Outcome.StaleRevision, OutcomeOf(_bench, Decide(1, Add("bank-2", 2))));
    }

    [Fact]
    public void E6_retirement_is_for_ever()
    {
        Overlay retired = _bench.Extend(_bench.Origin, Workbench.Batch(Decide(0, new IssuerAction.Retire("bank-0"))));
        IssuerBook book = retired.State.Governance.Issuers;

        Assert.Equal(GovernanceFault.RetiredIssuer, FaultOf(book, Replace("bank-0", 5).ToAction()));
        Assert.Equal(GovernanceFault.RetiredIssuer, FaultOf(book, new IssuerAction.Retire("bank-0").ToAction()));
        Assert.Equal(GovernanceFault.NameTaken, FaultOf(book, Add("bank-0", 5).ToAction()));
    }

    [Fact]
    public void P2_under_version_1_every_program_refuses_it_by_the_same_name()
    {
        Workbench first = new();
        CheckedTransaction decided = Decide(0, Add("bank-2", 2), first);

        Assert.Equal(Outcome.NotInForce, OutcomeOf(first, decided));
    }

    [Fact]
    public void E6_a_restart_and_fsck_find_the_same_issuers_from_a_checkpoint_and_from_the_log()
    {
        foreach (bool checkpoint in (bool[])[false, true])
        {
            SingleNode node = NodeWithThird();
            if (checkpoint)
            {
                node.Engine.Checkpoint();
            }

            node.Crash(_ => 0);
            Assert.Equal("bank-2", node.Engine.State.Governance.Issuers.Find(2)?.Record.Name);
            CheckedTransaction anchor = node.Transaction(2, issuer: 2);
            Assert.Equal(Admission.Accepted, node.Submit(anchor));
            node.DriveUntil(() => node.Locate(anchor) is not null);
            Assert.Equal(Outcome.Anchored, node.Locate(anchor)!.Value.Outcome);
            Assert.True(node.Fsck().IsClean);
        }
    }

    [Fact]
    public void E6_a_node_that_takes_over_a_snapshot_admits_and_executes_by_the_issuers_that_were_decided()
    {
        SnapshotWorld world = new(new EngineOptions(SnapshotAboveBlocks: 10), parameters: Second);
        Genesis genesis = world.Server.Genesis;
        world.Grow(0, 12);
        world.Commit(Decide(0, Add("bank-2", 2, genesis), genesis, operators: 1));
        world.Commit(Decide(1, Replace("bank-0", 9, genesis), genesis, operators: 1));
        world.Commit(Decide(2, new IssuerAction.Retire("bank-1"), genesis, operators: 1));
        world.Connect();
        world.DriveUntil(() => world.Client.Engine.State.Block == world.Server.Engine.State.Block);
        Assert.Equal(15UL, world.Client.Engine.Horizon.Value);
        RequireDecided(world);

        world.Client.Crash(_ => 0);
        world.Connect();
        RequireDecided(world);
        world.Commit(world.Server.Transaction(100, issuer: 2));
        world.Tell();
        world.DriveUntil(() => world.Client.Engine.State.Block == world.Server.Engine.State.Block);
        Assert.Equal(Outcome.Anchored, world.Client.Locate(world.Server.Transaction(100, issuer: 2))!.Value.Outcome);
        Assert.Equal(world.Server.Stores.State.ContentDigest(), world.Client.Stores.State.ContentDigest());
        Assert.True(world.Client.Fsck().IsClean);
    }

    private static void RequireDecided(SnapshotWorld world)
    {
        (SingleNode server, SingleNode client) = (world.Server, world.Client);
        Assert.Equal(
            server.Engine.State.Governance.Issuers.Entries.Select(e => e.Encode()),
            client.Engine.State.Governance.Issuers.Entries.Select(e => e.Encode()));
        Assert.True(client.Transaction(1, issuer: 2).SignatureGood, "the edge knows who was let in");
        AdmissionControl admission = new(
            client.Genesis, new TransactionPool(new EngineOptions()), new BatchPool(new EngineOptions()), client.State, Committee.Suites);
        Admission Judge(uint issuer) => admission.Judge(client.Transaction(1000, issuer), client.Engine.State);
        Assert.Equal([Admission.BadSignature, Admission.RetiredIssuer, Admission.Accepted], [Judge(0), Judge(1), Judge(2)]);
        Assert.Equal(
            Admission.Accepted,
            admission.Judge(Signed(client.Transaction(1000), Committee.IssuerKey(9)), client.Engine.State));
    }

    [Fact]
    public void E6_a_receipt_of_an_issuer_that_the_genesis_does_not_have_verifies_with_the_proof_of_its_entry()
    {
        SingleNode node = NodeWithThird();
        CheckedTransaction anchor = node.Transaction(2, issuer: 2);
        node.Submit(anchor);
        node.DriveUntil(() => node.Locate(anchor) is not null);
        Receipt receipt = node.Engine.Receipts.Make(node.Locate(anchor)!.Value, 0)!;
        EpochHistory genesis = node.Genesis;
        Assert.Equal(ReceiptFault.UnknownIssuer, ReceiptVerifier.Verify(receipt, genesis, Committee.Suites));

        ProvenIssuers proven = IssuerProver.Prove(node.Engine.State, node.Engine.Chain, 0)!;
        Assert.Null(IssuerProver.Prove(node.Engine.State, node.Engine.Chain, 3));
        Assert.Equal(IssuerProofFault.None, genesis.Learn(proven, Committee.Suites, out EpochHistory? history));

        ReceiptReport report = ReceiptVerifier.Examine(receipt, history!, Committee.Suites);
        Assert.Equal((ReceiptFault.None, "bank-2"), (report.Fault, report.Issuer!.Name));
        RequireTwinsRefused(proven.Encode(), genesis);
    }

    /// <summary>No byte of a proof can be another.</summary>
    private static void RequireTwinsRefused(byte[] proof, EpochHistory genesis)
    {
        for (int i = 0; i < proof.Length; i++)
        {
            proof[i] ^= 1;
            bool decodes = ProvenIssuers.TryDecode(proof, out ProvenIssuers? twin) == DecodeFault.None;
            Assert.False(decodes && twin!.Judge(genesis, Committee.Suites) == IssuerProofFault.None, $"byte {i} can be changed");
            proof[i] ^= 1;
        }
    }

    private static SingleNode NodeWithThird()
    {
        SingleNode node = new(parameters: Second);
        CheckedTransaction decided = Decide(0, Add("bank-2", 2, node.Genesis), node.Genesis, operators: 1);
        Assert.Equal(Admission.Accepted, node.Submit(decided));
        node.DriveUntil(() => node.Locate(decided) is not null);
        return node;
    }

    private void Refused(GovernanceFault fault, params GovernanceAction[] actions)
    {
        Assert.Equal(fault, FaultOf(_bench.Origin.State.Governance.Issuers, actions));
        Assert.Equal(Outcome.InvalidChange, OutcomeOf(_bench, Decide(0, _bench.Genesis, 4, actions)));
    }

    private GovernanceFault FaultOf(IssuerBook book, params GovernanceAction[] actions)
        => book.TryApply(new GovernanceChange(_bench.Genesis.ChainId, 0, actions), new Height(9), Committee.Suites, out _);

    private static Outcome OutcomeOf(Workbench bench, CheckedTransaction decided)
        => bench.Extend(bench.Origin, Workbench.Batch(decided)).Outcomes.Single().Outcome;

    private static Issuer Record(string name, uint key, string region = "SG")
        => new(0, name, new Region(region), SuiteId.Simulated, Committee.IssuerKey(key).PublicKey);

    private IssuerAction.Add Add(string name, uint key) => Add(name, key, _bench.Genesis);

    private static IssuerAction.Add Add(string name, uint key, Genesis genesis)
        => new(Record(name, key), Possession.Prove(genesis.ChainId, Record(name, key), Committee.IssuerKey(key)));

    private IssuerAction.Replace Replace(string name, uint key, string region = "SG") => Replace(name, key, _bench.Genesis, region);

    private static IssuerAction.Replace Replace(string name, uint key, Genesis genesis, string region = "SG")
        => new(Record(name, key, region), Possession.Prove(genesis.ChainId, Record(name, key, region), Committee.IssuerKey(key)));

    private CheckedTransaction Decide(ulong revision, IssuerAction action, Workbench? on = null)
        => Decide(revision, (on ?? _bench).Genesis, 4, action.ToAction());

    private CheckedTransaction Decide(ulong revision, GovernanceAction action) => Decide(revision, _bench.Genesis, 4, action);

    private static CheckedTransaction Decide(ulong revision, IssuerAction action, Genesis genesis, int operators)
        => Decide(revision, genesis, operators, action.ToAction());

    private static CheckedTransaction Decide(ulong revision, Genesis genesis, int operators, params GovernanceAction[] actions)
    {
        GovernanceChange change = new(genesis.ChainId, revision, actions);
        return CheckedTransaction.Check(
            SignedTransaction.Unsigned(GovernanceTransaction.Of(
                change, new Height(50),
                Enumerable.Range(0, operators).Select(o => change.Approve(Committee.At(o), Committee.OperatorKey(o))))),
            null, Committee.Suites);
    }

    private static CheckedTransaction Signed(CheckedTransaction made, ISigner key)
        => CheckedTransaction.Check(SignedTransaction.Sign(made.Transaction, key), made.Issuer, Committee.Suites);
}
