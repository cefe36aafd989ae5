using Ledger.Cryptography.Hashing;
using Ledger.Protocol.Blocks;
using Ledger.Protocol.Certificates;
using Ledger.Protocol.Encoding;
using Ledger.Protocol.Numbers;
using Ledger.Protocol.Receipts;
using Ledger.Protocol.Transactions;

namespace Ledger.Tests.Unit.Protocol;

public sealed class ReceiptFacts
{
    private static readonly Digest Other = Sha256.Hash("other"u8);

    private static readonly TestChain Chain = TestChain.TwoAndTwo;

    public static TheoryData<ReceiptFault> StepFaults
        => new(Enum.GetValues<ReceiptFault>().Except(
            [ReceiptFault.None, ReceiptFault.Malformed, ReceiptFault.CommitmentMismatch]));

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(8)]
    public void A_receipt_verifies_by_its_own_block_or_by_a_descendant_within_the_window(int descendants)
    {
        Receipt receipt = Chain.MakeReceipt(descendants);

        Assert.Equal(ReceiptFault.None, ReceiptVerifier.Verify(receipt.Encode(), Chain.Genesis, TestChain.Suites));
        Assert.Equal(ReceiptFault.HeaderChainBroken, Chain.Verify(Chain.MakeReceipt(9)));
    }

    [Theory]
    [MemberData(nameof(StepFaults))]
    public void Each_tampering_is_refused_at_its_own_step(ReceiptFault fault)
    {
        foreach ((TestChain chain, Receipt receipt) in Tampered(fault))
        {
            ReceiptReport report = ReceiptVerifier.Examine(receipt, chain.Genesis, TestChain.Suites);

            Assert.Equal(fault, report.Fault);
            Assert.Equal(fault, report.Steps[^1].Fault);
            Assert.All(report.Steps.SkipLast(1), step => Assert.True(step.Passed));
        }
    }

    [Fact]
    public void Bytes_that_are_no_receipt_are_malformed()
        => Assert.Equal(ReceiptFault.Malformed, ReceiptVerifier.Verify([1, 2, 3], Chain.Genesis, TestChain.Suites));

    [Fact]
    public void A_set_change_is_refused_until_it_is_defined()
    {
        Receipt receipt = Chain.MakeReceipt();
        WireWriter outcome = new();
        receipt.Outcome.Write(outcome);
        byte[] bytes = receipt.Encode();
        bytes[^(outcome.Length + 1)] = 1;

        Assert.Equal(ReceiptFault.Malformed, ReceiptVerifier.Verify(bytes, Chain.Genesis, TestChain.Suites));
    }

    [Fact]
    public void Every_flipped_bit_is_refused()
    {
        byte[] bytes = Chain.MakeReceipt(1).Encode();
        for (int bit = 0; bit < 8 * bytes.Length; bit++)
        {
            bytes[bit / 8] ^= (byte)(1 << (bit % 8));
            ReceiptFault fault = ReceiptVerifier.Verify(bytes, Chain.Genesis, TestChain.Suites);
            bytes[bit / 8] ^= (byte)(1 << (bit % 8));

            Assert.True(fault != ReceiptFault.None, $"bit {bit % 8} of byte {bit / 8} may be flipped");
        }
    }

    [Fact]
    public void A_report_names_the_steps_the_issuer_and_the_signers_by_region()
    {
        ReceiptReport report = ReceiptVerifier.Examine(Chain.MakeReceipt(), Chain.Genesis, TestChain.Suites);

        Assert.Equal(Enum.GetValues<ReceiptCheck>(), report.Steps.Select(s => s.Check));
        Assert.Equal(new Height(12), report.Header.Height);
        Assert.Equal("bank-1", report.Issuer?.Name);
        Assert.Equal(["CN-SZ", "SG"], report.Signers.Select(s => s.Region.Code));
        Assert.Equal(["validator-0", "validator-2"], report.Signers[0].Names);
        Assert.Equal(["validator-1"], report.Signers[1].Names);
    }

    [Fact]
    public void A_document_is_tampered_with_when_it_or_its_salt_gives_another_commitment()
    {
        byte[] salt = new byte[CommitmentHasher.SaltSize];
        Digest commitment = CommitmentHasher.Commit(salt, "statement"u8);
        Receipt receipt = Chain.MakeReceipt(leaf: l => l with { Commitment = commitment });
        salt[31] ^= 1;

        Assert.Equal(ReceiptFault.None, Chain.Verify(receipt));
        Assert.Equal(ReceiptFault.None, ReceiptVerifier.VerifyDocument(receipt, commitment));
        Assert.Equal(
            ReceiptFault.CommitmentMismatch,
            ReceiptVerifier.VerifyDocument(receipt, CommitmentHasher.Commit(salt, "statement"u8)));
        Assert.Equal(
            ReceiptFault.CommitmentMismatch,
            ReceiptVerifier.VerifyDocument(receipt, CommitmentHasher.Commit(new byte[32], "statemenu"u8)));
    }

    private static IEnumerable<(TestChain Chain, Receipt Receipt)> Tampered(ReceiptFault fault)
    {
        TestChain threeAndOne = new("CN-SZ", "CN-SZ", "CN-SZ", "SG");
        Receipt good = Chain.MakeReceipt();
        Receipt longer = Chain.MakeReceipt(3);
        Receipt[] receipts = fault switch
        {
            ReceiptFault.WrongChain => [Chain.MakeReceipt(header: h => h with { ChainId = Other })],
            ReceiptFault.UnknownEpoch => [Chain.MakeReceipt(header: h => h with { Epoch = new Epoch(1) })],
            ReceiptFault.WrongEpochOrSet =>
            [
                longer with { Descendants = [longer.Descendants[0] with { Epoch = new Epoch(1) }] },
                Chain.MakeReceipt(header: h => h with { ConfigurationHash = Other }),
            ],
            ReceiptFault.LeafNotInLog =>
            [
                Chain.MakeReceipt(header: h => h with { LogRoot = Other }),
                Chain.MakeReceipt(header: h => h with { LogSize = 6 }),
                good with { Leaf = good.Leaf with { Commitment = Other } },
            ],
            ReceiptFault.LeafNotInTwinLog => [Chain.MakeReceipt(header: h => h with { LogRootSm3 = Other })],
            ReceiptFault.HeaderChainBroken =>
            [
                longer with { Descendants = [longer.Descendants[0], longer.Descendants[2]] },
                good with { Descendants = [good.Header with { Height = good.Header.Height.Next }] },
            ],
            ReceiptFault.CertificateNotOfHeader =>
            [
                longer with { Descendants = [longer.Descendants[0]] },
                good with { Certificate = Chain.Certify(good.Header, type: StatementType.Prepare) },
                good with { Certificate = WithSubject(good, new BlockId(good.Header.ComputeId().Sha256, Other)) },
            ],
            ReceiptFault.UnknownSigner => [Chain.MakeReceipt(signers: 0b1_0111)],
            ReceiptFault.QuorumMissing => [Chain.MakeReceipt(signers: 0b0011)],
            ReceiptFault.RegionMissing => [threeAndOne.MakeReceipt()],
            ReceiptFault.BadSignature => [good with { Certificate = WithFlippedSignature(good.Certificate) }],
            ReceiptFault.UnknownIssuer => [Chain.MakeReceipt(leaf: l => l with { Issuer = 2 })],
            ReceiptFault.TransactionMismatch =>
            [
                good with { Outcome = OutcomeProof.Of(TestChain.Outcomes, 0) },
                good with { Outcome = OutcomeProof.Of([TestChain.Outcomes[1] with { LeafCount = 9 }], 0) },
            ],
            _ => throw new ArgumentOutOfRangeException(nameof(fault), fault, "No test produces this fault."),
        };
        return receipts.Select(r => (fault == ReceiptFault.RegionMissing ? threeAndOne : Chain, r));
    }

    private static QuorumCertificate WithSubject(Receipt receipt, BlockId subject) => new(
        receipt.Certificate.Statement with { Subject = subject },
        receipt.Certificate.Signers,
        receipt.Certificate.Signatures.ToArray());

    private static QuorumCertificate WithFlippedSignature(QuorumCertificate certificate)
    {
        byte[] signatures = certificate.Signatures.ToArray();
        signatures[70] ^= 1;
        return new QuorumCertificate(certificate.Statement, certificate.Signers, signatures);
    }
}
