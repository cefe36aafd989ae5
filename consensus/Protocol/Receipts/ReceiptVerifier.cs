using Ledger.Cryptography.Hashing;
using Ledger.Cryptography.Signatures;
using Ledger.Protocol.Blocks;
using Ledger.Protocol.Certificates;
using Ledger.Protocol.Encoding;
using Ledger.Protocol.Merkle;
using Ledger.Protocol.Numbers;
using Ledger.Protocol.Transactions;
using Ledger.Protocol.Validators;

namespace Ledger.Protocol.Receipts;

/// <summary>
/// Decides whether a receipt proves its leaf final on the chain of a genesis, and names the step that fails.
/// </summary>
/// <remarks>
/// PROTOCOL.md section 4, E4: the configuration of the receipt's own epoch judges it. The steps say more than
/// <see cref="QuorumCertificate.IsValid"/> does: too few signers, a region without its minimum and a bad signature are three
/// different things to whoever holds the paper.
/// </remarks>
public static class ReceiptVerifier
{
    public static ReceiptFault Verify(ReadOnlySpan<byte> bytes, EpochHistory history, SignatureSuites suites)
        => Receipt.TryDecode(bytes, out Receipt? receipt) == DecodeFault.None && receipt is not null
            ? Verify(receipt, history, suites)
            : ReceiptFault.Malformed;

    public static ReceiptFault Verify(Receipt receipt, EpochHistory history, SignatureSuites suites)
        => Examine(receipt, history, suites).Fault;

    /// <summary>Whether <paramref name="commitment"/>, made from a document and its salt, is the leaf's.</summary>
    public static ReceiptFault VerifyDocument(Receipt receipt, Digest commitment)
        => receipt.Leaf.Terms.Scheme == CommitmentScheme.SaltedFile && receipt.Leaf.Commitment == commitment
            ? ReceiptFault.None
            : ReceiptFault.CommitmentMismatch;

    /// <summary>Whether <paramref name="root"/>, of a tree that is shown elsewhere, is the leaf's.</summary>
    public static ReceiptFault VerifyRoot(Receipt receipt, Digest root)
        => receipt.Leaf.Terms.Scheme == CommitmentScheme.MerkleRoot && receipt.Leaf.Commitment == root
            ? ReceiptFault.None
            : ReceiptFault.CommitmentMismatch;

    /// <summary>Makes the checks in order, stops at the first that fails, and reports them.</summary>
    public static ReceiptReport Examine(Receipt receipt, EpochHistory history, SignatureSuites suites)
    {
        EpochConfiguration? epoch = history.Find(receipt.Header.Epoch);
        List<ReceiptStep> steps = [];
        foreach (ReceiptCheck check in Enum.GetValues<ReceiptCheck>())
        {
            steps.Add(new ReceiptStep(check, Make(check, receipt, history, epoch, suites)));
            if (!steps[^1].Passed)
            {
                break;
            }
        }

        return new ReceiptReport(
            steps[^1].Fault,
            steps,
            receipt.Header,
            history.FindIssuer(receipt.Leaf.Issuer)?.Record,
            epoch is null ? [] : SignersByRegion(receipt.Certificate.Signers, epoch.Validators));
    }

    private static ReceiptFault Make(
        ReceiptCheck check, Receipt receipt, EpochHistory history, EpochConfiguration? epoch, SignatureSuites suites)
        => check == ReceiptCheck.Chain ? JudgeChain(receipt, history)
            : epoch is null ? ReceiptFault.UnknownEpoch
            : check == ReceiptCheck.ValidatorSet ? JudgeEpoch(receipt, history)
            : Judge(check, receipt, epoch, history, suites);

    private static ReceiptFault JudgeChain(Receipt receipt, EpochHistory history)
        => Headers(receipt).All(h => h.ChainId == history.Genesis.ChainId) ? ReceiptFault.None : ReceiptFault.WrongChain;

    private static ReceiptFault JudgeEpoch(Receipt receipt, EpochHistory history)
        => Headers(receipt).All(h => h.Epoch == receipt.Header.Epoch && history.Covers(h))
            ? ReceiptFault.None
            : ReceiptFault.WrongEpochOrSet;

    private static ReceiptFault Judge(
        ReceiptCheck check, Receipt receipt, EpochConfiguration epoch, EpochHistory history, SignatureSuites suites)
    {
        SignerSet signers = receipt.Certificate.Signers;
        ValidatorSet set = epoch.Validators;
        (bool good, ReceiptFault otherwise) = check switch
        {
            ReceiptCheck.Log => (IsInLog(receipt), ReceiptFault.LeafNotInLog),
            ReceiptCheck.TwinLog => (IsInTwinLog(receipt), ReceiptFault.LeafNotInTwinLog),
            ReceiptCheck.HeaderChain => (IsChain(receipt, epoch.Parameters.Window), ReceiptFault.HeaderChainBroken),
            ReceiptCheck.Certificate => (IsCommitOfLast(receipt), ReceiptFault.CertificateNotOfHeader),
            ReceiptCheck.Signers => (signers.Members.All(set.Contains), ReceiptFault.UnknownSigner),
            ReceiptCheck.Quorum => (signers.Count >= set.Quorum, ReceiptFault.QuorumMissing),
            ReceiptCheck.Regions => (set.HasQuorum(signers), ReceiptFault.RegionMissing),
            ReceiptCheck.Signatures => (receipt.Certificate.IsValid(epoch, suites), ReceiptFault.BadSignature),
            ReceiptCheck.Issuer => (history.FindIssuer(receipt.Leaf.Issuer) is not null, ReceiptFault.UnknownIssuer),
            ReceiptCheck.Transaction
                => (IsOfTransaction(receipt), ReceiptFault.TransactionMismatch),
            _ => throw new ArgumentOutOfRangeException(nameof(check), check, "No such check."),
        };
        return good ? ReceiptFault.None : otherwise;
    }

    private static IEnumerable<BlockHeader> Headers(Receipt receipt) => receipt.Descendants.Prepend(receipt.Header);

    private static bool IsInLog(Receipt receipt)
        => receipt.Proof.TreeSize == receipt.Header.LogSize
            && RootOf(receipt).Sha256 == receipt.Header.LogRoot;

    private static bool IsInTwinLog(Receipt receipt) => RootOf(receipt).Sm3 == receipt.Header.LogRootSm3;

    private static TwinDigest RootOf(Receipt receipt)
        => receipt.Proof.RootFrom(MerkleHash.Leaf(receipt.Leaf.Encode()));

    private static bool IsOfTransaction(Receipt receipt)
        => receipt.Outcome.Root == receipt.Header.OutcomesRoot
            && receipt.Outcome.Covers(receipt.Proof.LeafIndex)
            && LeafRecord.PrefixOf(receipt.TransactionId) == receipt.Leaf.TransactionPrefix;

    private static bool IsChain(Receipt receipt, ulong window)
    {
        BlockHeader parent = receipt.Header;
        foreach (BlockHeader child in receipt.Descendants)
        {
            if (child.Height != parent.Height.Next || child.Parent != parent.ComputeId().Sha256)
            {
                return false;
            }

            parent = child;
        }

        return (ulong)receipt.Descendants.Count <= window;
    }

    private static bool IsCommitOfLast(Receipt receipt)
    {
        Statement statement = receipt.Certificate.Statement;
        return statement.Type == StatementType.Commit
            && statement.Height == receipt.Certified.Height
            && statement.Subject == receipt.Certified.ComputeId();
    }

    private static List<RegionSigners> SignersByRegion(SignerSet signers, ValidatorSet set)
    {
        Validator[] known = [.. signers.Members.Where(set.Contains).Select(index => set[index])];
        return
        [
            .. set.Minimums.Select(m => new RegionSigners(
                m.Region, m.Minimum, [.. known.Where(v => v.Region == m.Region).Select(v => v.Name)])),
        ];
    }
}
