using Ledger.Protocol.Encoding;
using Ledger.Protocol.Merkle;
using Ledger.Protocol.Receipts;

namespace Ledger.Testnet.Measure.Proofs;

/// <summary>How long the samples are.</summary>
internal static class ProofSizes
{
    public static IReadOnlyList<SizeFigures> Of(ProofSamples samples) =>
    [
        SizeFigures.Of("inclusion path in the whole log", "hashes of each tree", samples.Leaves.Select(s => Inclusion(s.Inclusion))),
        SizeFigures.Of("inclusion proof, both trees", "bytes", samples.Leaves.Select(s => s.Inclusion.Length)),
        SizeFigures.Of("consistency path", "hashes of each tree", samples.Consistency.Select(s => Consistency(s.Proof))),
        SizeFigures.Of("consistency proof, both trees", "bytes", samples.Consistency.Select(s => s.Proof.Length)),
        SizeFigures.Of("path in a receipt", "hashes of each tree", samples.Leaves.Select(s => InReceipt(s.Receipt))),
        SizeFigures.Of("receipt", "bytes", samples.Leaves.Select(s => s.Receipt.Length)),
        SizeFigures.Of("envelope (JSON)", "bytes", samples.Leaves.Select(s => s.Envelope.Length)),
        SizeFigures.Of("envelope with status (JSON)", "bytes", samples.Leaves.Select(s => s.EnvelopeWithStatus.Length)),
        SizeFigures.Of("QR form, of at most 4,296", "characters", samples.Leaves.Where(s => s.Qr is not null).Select(s => s.Qr!.Length)),
        SizeFigures.Of("COSE receipt of one validator", "bytes", samples.Leaves.Select(s => s.Cose.Length)),
        SizeFigures.Of("COSE receipts of a quorum of three", "bytes", samples.Leaves.Select(s => s.CoseList.Length)),
        SizeFigures.Of(".tlog-proof, SHA-256, four cosigners", "bytes", samples.Leaves.Select(s => s.Tlog.Length)),
        SizeFigures.Of(".tlog-proof, SM3, four cosigners", "bytes", samples.Leaves.Select(s => s.TlogTwin.Length)),
        SizeFigures.Of("path of a status", "hashes", samples.Statuses.Select(Status)),
        SizeFigures.Of("status of an entry", "bytes", samples.Statuses.Select(s => s.Length)),
        SizeFigures.Of("status without an entry", "bytes", samples.Absences.Select(s => s.Length)),
    ];

    private static int Inclusion(byte[] bytes)
        => InclusionProof.TryDecode(bytes, out InclusionProof? proof) ? proof.Path.Length : throw Undecodable();

    private static int Consistency(byte[] bytes)
        => ConsistencyProof.TryDecode(bytes, out ConsistencyProof? proof) ? proof.Path.Length : throw Undecodable();

    private static int InReceipt(byte[] bytes)
        => Receipt.TryDecode(bytes, out Receipt? receipt) == DecodeFault.None ? receipt!.Proof.Path.Length : throw Undecodable();

    private static int Status(byte[] bytes)
        => StatusProof.TryDecode(bytes, out StatusProof? proof) == DecodeFault.None ? proof!.Siblings.Siblings.Count : throw Undecodable();

    private static InvalidOperationException Undecodable() => new("What was encoded here does not decode.");
}
