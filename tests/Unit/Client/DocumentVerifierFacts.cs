using Ledger.Client;
using Ledger.Cryptography.Hashing;
using Ledger.Protocol.Receipts;
using Ledger.Protocol.Transactions;
using Ledger.Tests.Unit.Protocol;

namespace Ledger.Tests.Unit.Client;

public sealed class DocumentVerifierFacts
{
    private static readonly TestChain Chain = TestChain.TwoAndTwo;

    private static readonly DateTimeOffset Now = DateTimeOffset.FromUnixTimeSeconds(1000);

    [Fact]
    public void A_proven_document_is_valid_and_its_tampered_twin_is_not()
    {
        Receipt receipt = Chain.MakeReceipt();

        Assert.Equal(Verdict.Valid, VerdictOf(receipt));
        Assert.Equal(Verdict.Tampered, Verify(receipt, Sha256.Hash("one byte less"u8)).Verdict);
    }

    [Fact]
    public void A_bad_receipt_is_named_by_its_fault_before_the_document_is_looked_at()
    {
        Receipt receipt = Chain.MakeReceipt();
        OutcomeProof other = receipt.Outcome with { Record = receipt.Outcome.Record with { TransactionId = default } };
        DocumentReport report = Verify(receipt with { Outcome = other }, default);

        Assert.Equal((Verdict.InvalidReceipt, "TransactionMismatch"), (report.Verdict, report.Detail));
        Assert.Equal(Verdict.WrongChain, new DocumentVerifier(new TestChain("SG").Genesis, TestChain.Suites)
            .Verify(receipt, receipt.Leaf.Commitment, Now).Verdict);
    }

    [Theory]
    [InlineData(0u, 0u, Verdict.Valid)]
    [InlineData(1000u, 1000u, Verdict.Valid)]
    [InlineData(1001u, 0u, Verdict.NotYetValid)]
    [InlineData(0u, 999u, Verdict.Expired)]
    public void Validity_is_the_leafs_both_ends_included(uint from, uint to, Verdict verdict)
        => Assert.Equal(verdict, VerdictOf(Chain.MakeReceipt(
            leaf: l => l with { Terms = l.Terms with { ValidFromSeconds = from, ValidToSeconds = to } })));

    [Fact]
    public void A_root_of_many_commitments_is_no_documents_own()
        => Assert.Equal(Verdict.Tampered, VerdictOf(Chain.MakeReceipt(
            leaf: l => l with { Terms = l.Terms with { Scheme = CommitmentScheme.MerkleRoot } })));

    [Fact]
    public void An_envelope_that_names_another_issuer_is_refused()
    {
        Receipt receipt = Chain.MakeReceipt();
        CarryEnvelope honest = new(new byte[32], "a", 1, "text/plain", "bank-1", receipt);
        DocumentVerifier verifier = new(Chain.Genesis, TestChain.Suites, StatusPolicy.Waived);

        Assert.Equal(Verdict.StaleStatus, new DocumentVerifier(Chain.Genesis, TestChain.Suites)
            .Verify(honest, receipt.Leaf.Commitment, Now).Verdict);
        Assert.Equal(Verdict.Valid, verifier.Verify(honest, receipt.Leaf.Commitment, Now).Verdict);
        Assert.Equal(
            Verdict.InvalidEnvelope,
            verifier.Verify(honest with { IssuerName = "bank-0" }, receipt.Leaf.Commitment, Now).Verdict);
    }

    private static Verdict VerdictOf(Receipt receipt) => Verify(receipt, receipt.Leaf.Commitment).Verdict;

    private static DocumentReport Verify(Receipt receipt, Digest commitment)
        => new DocumentVerifier(Chain.Genesis, TestChain.Suites).Verify(receipt, commitment, Now);
}
