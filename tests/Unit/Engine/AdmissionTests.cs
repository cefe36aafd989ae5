using Ledger.Cryptography.Hashing;
using Ledger.Engine;
using Ledger.Engine.Admission;
using Ledger.Engine.Batching;
using Ledger.Protocol.Governance;
using Ledger.Protocol.Numbers;
using Ledger.Protocol.Statuses;
using Ledger.Protocol.Transactions;
using Ledger.Protocol.Validators;
using Ledger.Tests.Unit.Consensus;

namespace Ledger.Tests.Unit.Engine;

/// <summary>Each <see cref="Admission"/> with a submission that is answered so.</summary>
public sealed class AdmissionTests
{
    private static readonly Dictionary<Admission, Func<AdmissionTests, Admission>> Stories = new()
    {
        [Admission.Accepted] = t => t.Judge(t._bench.Anchor(1)),
        [Admission.AlreadyKnown] = t => t.Judge(t.Submitted(t._bench.Anchor(1))),
        [Admission.AlreadyCommitted] = t => t.Judge(t.Committed(t._bench.Anchor(1))),
        [Admission.WrongChain] = t => t.Judge(t._bench.Anchor(1, chain: Sha256.Hash("another"u8))),
        [Admission.UnknownIssuer] = t => t.Judge(t._bench.Anchor(1, issuer: 2)),
        [Admission.RetiredIssuer] = t => t.JudgeRetired(),
        [Admission.BadSignature] = t => t.Judge(t._bench.Anchor(1, forged: true)),
        [Admission.StatusConflict] = t => t.JudgeReinstated(),
        [Admission.NotEnactable] = t => t.Judge(t.Rejoin(by: 7)),
        [Admission.NotInForce] = t => t.Judge(t.Later()),
        [Admission.Expired] = t => t.Judge(t._bench.Anchor(1, validUntil: 0)),
        [Admission.ValidityTooLong] = t => t.Judge(t._bench.Anchor(1, validUntil: 52)),
        [Admission.Full] = t =>
        {
            t.Submitted(t._bench.Anchor(1));
            t.Submitted(t._bench.Anchor(2));
            return t.Judge(t._bench.Anchor(3));
        },
    };

    private static readonly EngineOptions TwoAtMost = new(PoolTransactions: 2);

    private readonly Workbench _bench = new(new ChainParameters(MaximumValidityHeights: 50));
    private readonly TransactionPool _pool = new(TwoAtMost);
    private readonly BatchPool _batches = new(new EngineOptions(PoolBytes: 100));

    public static TheoryData<Admission> Answers => new(Stories.Keys);

    [Theory]
    [MemberData(nameof(Answers))]
    public void A_submission_is_answered(Admission answer) => Assert.Equal(answer, Stories[answer](this));

    [Fact]
    public void Every_answer_but_that_of_a_node_that_follows_has_a_submission()
        => Assert.Equal(Enum.GetValues<Admission>().Except([Admission.None, Admission.Following]), Stories.Keys.Order());

    [Fact]
    public void A_validity_at_either_bound_is_accepted()
    {
        Assert.Equal(Admission.Accepted, Judge(_bench.Anchor(1, validUntil: 1)));
        Assert.Equal(Admission.Accepted, Judge(_bench.Anchor(1, validUntil: 51)));
    }

    [Fact]
    public void Too_many_bytes_of_batches_fill_the_validator_too()
    {
        _batches.Add(Workbench.Batch(_bench.Anchor(7)), 0, needed: false);

        Assert.Equal(Admission.Full, Judge(_bench.Anchor(1)));
    }

    private Admission Judge(CheckedTransaction transaction)
        => new AdmissionControl(_bench.Genesis, _pool, _batches, _bench.Store, Committee.Suites)
            .Judge(transaction, _bench.Overlays.Committed.State);

    /// <summary>Of an issuer that the operators retired, on a chain that knows how to.</summary>
    private Admission JudgeRetired()
    {
        Workbench bench = new(new ChainParameters(ProtocolVersion: ProtocolVersions.IssuersByGovernance));
        GovernanceChange change = new(bench.Genesis.ChainId, 0, [new IssuerAction.Retire("bank-0").ToAction()]);
        bench.Commit(bench.Extend(bench.Origin, Workbench.Batch(Approved(change))));
        return new AdmissionControl(bench.Genesis, _pool, _batches, bench.Store, Committee.Suites)
            .Judge(bench.Anchor(1), bench.Overlays.Committed.State);
    }

    /// <summary>Of a commitment that is not suspended.</summary>
    private Admission JudgeReinstated()
    {
        Workbench bench = new(new ChainParameters(ProtocolVersion: ProtocolVersions.Statuses));
        StatusChange change = new(Sha256.Hash("one"u8), StatusAction.Reinstate, StatusReason.Unspecified);
        Transaction transaction = StatusTransaction.Of(bench.Genesis.ChainId, new Height(9), 0, [change]);
        CheckedTransaction signed = bench.Issuers.Check(
            SignedTransaction.Sign(transaction, Committee.IssuerKey(0)), Committee.Suites);
        return new AdmissionControl(bench.Genesis, _pool, _batches, bench.Store, Committee.Suites)
            .Judge(signed, bench.Overlays.Committed.State);
    }

    private CheckedTransaction Rejoin(int by)
    {
        Transaction transaction = MembershipTransaction.Rejoin(_bench.Genesis.ChainId, new Height(9), $"validator-{by}", default, 7);
        return CheckedTransaction.Check(SignedTransaction.Sign(transaction, Committee.OperatorKey(by)), null, Committee.Suites);
    }

    /// <summary>Of a protocol version to come, approved by everybody.</summary>
    private CheckedTransaction Later()
    {
        GovernanceChange change = new(
            _bench.Genesis.ChainId, 0, [new GovernanceAction.Later(GovernanceAction.FirstLaterKind, new byte[3])]);
        return Approved(change);
    }

    private static CheckedTransaction Approved(GovernanceChange change)
        => CheckedTransaction.Check(
            SignedTransaction.Unsigned(GovernanceTransaction.Of(
                change, new Height(9), Enumerable.Range(0, 4).Select(i => change.Approve(Committee.At(i), Committee.OperatorKey(i))))),
            null, Committee.Suites);

    private CheckedTransaction Submitted(CheckedTransaction transaction)
    {
        _pool.Add(transaction, 0);
        return transaction;
    }

    private CheckedTransaction Committed(CheckedTransaction transaction)
    {
        _bench.Commit(_bench.Extend(_bench.Origin, Workbench.Batch(transaction)));
        return transaction;
    }
}
