using Ledger.Client;
using Ledger.Client.Cose;
using Ledger.Cryptography.Hashing;
using Ledger.Cryptography.Signatures;
using Ledger.Protocol.Encoding;
using Ledger.Protocol.Merkle;
using Ledger.Protocol.Receipts;

namespace Ledger.Testnet.Measure.Proofs;

/// <summary>Receipts, envelopes and statuses: made as a node makes them, judged from their bytes as by <c>ledger verify</c>.</summary>
internal static class ReceiptOperations
{
    public static IEnumerable<Operation> Of(ProofWorld world, ProofSamples samples) =>
    [
        Operation.Making("receipt: make", random => world.Chain.MakeReceipt(world.DrawLeaf(random)).Encode()),
        Operation.Judging("receipt: verify", random => IsGood(LogOperations.Any(samples.Leaves, random).Receipt, world)),
        Operation.Judging("envelope with status and its document: verify", Envelopes(world, samples)),
        Operation.Making("status of an entry: make", random => world.ProveStatus(LogOperations.Any(samples.Known, random)).Encode()),
        Operation.Judging("status of an entry: verify", random => IsProven(LogOperations.Any(samples.Statuses, random), world, true)),
        Operation.Making("status without an entry: make", random => world.ProveStatus(LogOperations.Any(samples.Unknown, random)).Encode()),
        Operation.Judging("status without an entry: verify", random => IsProven(LogOperations.Any(samples.Absences, random), world, false)),
        Operation.Judging("COSE receipt of one validator: verify", Cose(world, samples)),
    ];

    /// <summary>Whether the bytes are a receipt that proves its leaf.</summary>
    private static bool IsGood(byte[] receipt, ProofWorld world)
        => ReceiptVerifier.Verify(receipt, world.History, SignatureSuites.Production) == ReceiptFault.None;

    private static bool IsProven(byte[] bytes, ProofWorld world, bool hasEntry)
        => StatusProof.TryDecode(bytes, out StatusProof? proof) == DecodeFault.None
            && proof!.Judge(world.History, SignatureSuites.Production, out ProvenStatus? proven) == StatusProofFault.None
            && proven!.Entry is not null == hasEntry;

    /// <summary>All that is done offline with a document: read the envelope, hash the document, judge receipt and status.</summary>
    private static Func<Random, bool> Envelopes(ProofWorld world, ProofSamples samples)
    {
        DocumentVerifier verifier = new(world.History, SignatureSuites.Production);
        DateTimeOffset now = DateTimeOffset.FromUnixTimeMilliseconds((long)world.Head.TimeMs);
        return random =>
        {
            ProofSample sample = LogOperations.Any(samples.Leaves, random);
            return CarryEnvelope.TryRead(sample.EnvelopeWithStatus, out CarryEnvelope? envelope).IsNone
                && verifier.Verify(envelope!, CommitmentOf(envelope!, sample.Leaf), now).Verdict == Verdict.Valid;
        };
    }

    private static Digest CommitmentOf(CarryEnvelope envelope, ulong leaf)
        => CommitmentHasher.Commit(envelope.Salt.Span, SyntheticDocuments.ContentOf(leaf));

    private static Func<Random, bool> Cose(ProofWorld world, ProofSamples samples)
    {
        ReadOnlyMemory<byte> key = world.Cosigners[0].Ed25519.PublicKey;
        return random =>
        {
            ProofSample sample = LogOperations.Any(samples.Leaves, random);
            return CoseReceipt.TryDecode(sample.Cose, out CoseReceipt? receipt) == CoseFault.None
                && receipt!.Verify(MerkleHash.Sha256Leaf(sample.Record), key.Span, SignatureSuites.Production) == CoseFault.None;
        };
    }
}
