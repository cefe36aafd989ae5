using Ledger.Cryptography.Hashing;
using Ledger.Protocol.Blocks;
using Ledger.Protocol.Certificates;
using Ledger.Protocol.Encoding;
using Ledger.Protocol.Merkle;
using Ledger.Protocol.Transactions;

namespace Ledger.Protocol.Receipts;

/// <summary>All that proves one leaf final to somebody who has the genesis: no node and no network is asked.</summary>
/// <remarks>
/// Decoding believes nothing; <see cref="ReceiptVerifier"/> does the checking. Wire: version u8 = 1, leaf record 54,
/// inclusion proof behind a u32 length, header, count u8 and that many descendant headers, commit certificate of the
/// last header, count u8 = 0 of set changes (reserved), outcome proof. Every bit is covered by a
/// hash or a signature.
/// </remarks>
/// <param name="Leaf">The leaf that is proven.</param>
/// <param name="Proof">From the leaf to the log roots of <paramref name="Header"/>.</param>
/// <param name="Header">The block that added the leaf.</param>
/// <param name="Descendants">From the child of that block to the certified block; empty when it is certified
/// itself.</param>
/// <param name="Certificate">The CommitCertificate of the last header.</param>
/// <param name="Outcome">From the transaction that added the leaf to the outcomes root of <paramref name="Header"/>.</param>
public sealed record Receipt(
    LeafRecord Leaf,
    InclusionProof Proof,
    BlockHeader Header,
    IReadOnlyList<BlockHeader> Descendants,
    QuorumCertificate Certificate,
    OutcomeProof Outcome)
{
    public const byte Version = 1;

    /// <summary>Most descendant headers; a chain's own window W bounds them further.</summary>
    public const int MaximumDescendants = 64;

    /// <summary>Longest encoding in bytes: a path of 64 hashes, 65 headers and 64 signatures fit.</summary>
    public const int MaximumBytes = 32 * 1024;

    /// <summary>The transaction that added the leaf.</summary>
    public Digest TransactionId => Outcome.Record.TransactionId;

    /// <summary>The header the certificate is for.</summary>
    public BlockHeader Certified => Descendants.Count == 0 ? Header : Descendants[^1];

    public byte[] Encode()
    {
        Invariant.Holds(Descendants.Count <= MaximumDescendants, "a receipt has at most 64 descendants");
        WireWriter writer = new(2048);
        writer.U8(Version).Raw(Leaf.Encode()).Block(Proof.Encode());
        Header.Write(writer);
        writer.U8((byte)Descendants.Count);
        foreach (BlockHeader header in Descendants)
        {
            header.Write(writer);
        }

        Certificate.Write(writer);
        Outcome.Write(writer.U8(0));
        return writer.ToArray();
    }

    public static DecodeFault TryDecode(ReadOnlySpan<byte> bytes, out Receipt? receipt)
    {
        receipt = null;
        if (bytes.Length > MaximumBytes)
        {
            return DecodeFault.TooLong;
        }

        WireReader reader = new(bytes);
        reader.Require(reader.U8() == Version, DecodeFault.UnknownKind);
        LeafRecord leaf = ReadLeaf(ref reader);
        InclusionProof? proof = ReadProof(ref reader);
        BlockHeader header = BlockHeader.Read(ref reader);
        BlockHeader[] descendants = ReadDescendants(ref reader);
        QuorumCertificate certificate = QuorumCertificate.Read(ref reader);
        reader.Require(reader.U8() == 0, DecodeFault.UnknownKind);
        OutcomeProof outcome = OutcomeProof.Read(ref reader);
        DecodeFault fault = reader.Finish();
        receipt = fault == DecodeFault.None && proof is not null
            ? new Receipt(leaf, proof, header, descendants, certificate, outcome)
            : null;
        return fault;
    }

    private static LeafRecord ReadLeaf(ref WireReader reader)
    {
        bool known = LeafRecord.TryRead(reader.Take(LeafRecord.Size), out LeafRecord leaf);
        reader.Require(known, DecodeFault.UnknownKind);
        return leaf;
    }

    private static InclusionProof? ReadProof(ref WireReader reader)
    {
        bool shaped = InclusionProof.TryDecode(reader.Block(MaximumBytes), out InclusionProof? proof);
        reader.Require(shaped, DecodeFault.NotCanonical);
        return proof;
    }

    private static BlockHeader[] ReadDescendants(ref WireReader reader)
    {
        byte count = reader.U8();
        reader.Require(count <= MaximumDescendants, DecodeFault.TooLong);
        List<BlockHeader> headers = [];
        for (int i = 0; i < count && !reader.Failed; i++)
        {
            headers.Add(BlockHeader.Read(ref reader));
        }

        return [.. headers];
    }
}
