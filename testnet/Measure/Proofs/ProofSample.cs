using Ledger.Client.Cose;
using Ledger.Protocol.Checkpoints;
using Ledger.Protocol.Merkle;
using Ledger.Protocol.Receipts;

namespace Ledger.Testnet.Measure.Proofs;

/// <summary>Every form in which one leaf is proven, as bytes.</summary>
/// <param name="Record">The leaf record, 54 bytes.</param>
/// <param name="Inclusion">In the tree of all leaves, both hashes.</param>
/// <param name="Receipt">In the tree of the block that added it.</param>
/// <param name="Envelope">With the receipt alone.</param>
/// <param name="EnvelopeWithStatus">The same and the status as the head has it.</param>
/// <param name="Qr">The text of a QR code; null when the envelope is too long for one.</param>
/// <param name="Cose">One validator's receipt.</param>
/// <param name="CoseList">A jurisdiction quorum's receipts.</param>
/// <param name="Tlog">A <c>.tlog-proof</c> of tiles, in the tree of all leaves, of the log over SHA-256.</param>
/// <param name="TlogTwin">The same of its twin over SM3.</param>
public sealed record ProofSample(
    ulong Leaf,
    byte[] Record,
    byte[] Inclusion,
    byte[] Receipt,
    string Envelope,
    string EnvelopeWithStatus,
    string? Qr,
    byte[] Cose,
    byte[] CoseList,
    byte[] Tlog,
    byte[] TlogTwin)
{
    /// <summary>The deepest leaf's, then those of leaves that are drawn.</summary>
    public static async Task<ProofSample[]> DrawAsync(ProofWorld world, int count, Random random, CancellationToken cancellation)
    {
        ProofSample[] samples = new ProofSample[count];
        for (int i = 0; i < count; i++)
        {
            samples[i] = await MakeAsync(world, i == 0 ? world.DeepestLeaf : world.DrawLeaf(random), cancellation);
        }

        return samples;
    }

    public static async Task<ProofSample> MakeAsync(ProofWorld world, ulong leaf, CancellationToken cancellation)
    {
        Receipt receipt = world.Chain.MakeReceipt(leaf);
        CarryEnvelope envelope = new(
            world.Documents.SaltOf(leaf),
            SyntheticDocuments.NameOf(leaf),
            (ulong)SyntheticDocuments.ContentOf(leaf).Length,
            SyntheticDocuments.MediaType,
            world.IssuerName,
            receipt);
        CoseReceipt[] cose = [.. world.Cosigners.Take(world.History.Last.Validators.Quorum).Select(signer => CoseReceipt.Sign(
            signer.Ed25519,
            LogOrigin.Of(receipt.Header.ChainId),
            receipt.Header.Height,
            MerkleHash.Sha256Leaf(receipt.Leaf.Encode()),
            receipt.Proof))];
        return new ProofSample(
            leaf,
            receipt.Leaf.Encode(),
            world.Prover.ProveInclusion(leaf, world.Size).Encode(),
            receipt.Encode(),
            envelope.Write(),
            (envelope with { Status = world.ProveStatus(receipt.Leaf.Commitment) }).Write(),
            CompactEnvelope.TryWrite(envelope),
            cose[0].Encode(),
            new CoseReceiptList(cose).Encode(),
            (await world.Log.Reader.ProveAsync(leaf, world.Log.Newest, cancellation)).Encode(),
            (await world.Twin.Reader.ProveAsync(leaf, world.Twin.Newest, cancellation)).Encode());
    }
}
