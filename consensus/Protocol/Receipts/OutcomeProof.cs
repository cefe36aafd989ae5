using Ledger.Cryptography.Hashing;
using Ledger.Protocol.Blocks;
using Ledger.Protocol.Encoding;
using Ledger.Protocol.Merkle;

namespace Ledger.Protocol.Receipts;

/// <summary>Leads from a transaction's outcome to a header's outcomes root, so that a receipt proves which transaction it is of.</summary>
/// <remarks>
/// Wire: outcome record 45, path length u8, directions u32, siblings of 32 bytes. Bit k of the directions says that sibling
/// k stands to the left; bits above the path's length are zero, so that no bit of the proof is free.
/// </remarks>
public sealed record OutcomeProof(OutcomeRecord Record, uint Directions, IReadOnlyList<Digest> Path)
{
    /// <summary>Longest path: a block's outcomes fit a tree of this height.</summary>
    public const int MaximumPath = 31;

    /// <summary>The proof of item <paramref name="index"/> of a block's outcomes.</summary>
    public static OutcomeProof Of(IReadOnlyList<OutcomeRecord> outcomes, int index)
    {
        MerkleList list = new([.. outcomes.Select(o => (ReadOnlyMemory<byte>)o.Encode())]);
        uint directions = 0;
        int length = 0;
        for ((int at, int row) = (index, outcomes.Count); row > 1; (at, row) = (at / 2, (row + 1) / 2))
        {
            if ((at ^ 1) < row)
            {
                directions |= (uint)(at & 1) << length++;
            }
        }

        return new OutcomeProof(outcomes[index], directions, list.Path(index));
    }

    /// <summary>The root that the record and the path give.</summary>
    public Digest Root
    {
        get
        {
            Digest node = MerkleHash.Sha256Leaf(Record.Encode());
            for (int i = 0; i < Path.Count; i++)
            {
                bool left = (Directions >> i & 1) != 0;
                node = left ? MerkleHash.Sha256Node(Path[i], node) : MerkleHash.Sha256Node(node, Path[i]);
            }

            return node;
        }
    }

    /// <summary>Whether the transaction was anchored and <paramref name="leaf"/> is one of its leaves.</summary>
    public bool Covers(ulong leaf)
        => Record.Outcome == Outcome.Anchored && leaf >= Record.FirstLeaf && leaf - Record.FirstLeaf < Record.LeafCount;

    public void Write(WireWriter writer)
    {
        Record.Write(writer);
        writer.U8((byte)Path.Count).U32(Directions);
        foreach (Digest sibling in Path)
        {
            writer.Digest(sibling);
        }
    }

    public static OutcomeProof Read(ref WireReader reader)
    {
        OutcomeRecord record = OutcomeRecord.Read(ref reader);
        int length = reader.U8();
        reader.Require(length <= MaximumPath, DecodeFault.TooLong);
        uint directions = reader.U32();
        reader.Require(length > MaximumPath || directions >> length == 0, DecodeFault.NotCanonical);
        Digest[] path = new Digest[reader.Failed ? 0 : length];
        for (int i = 0; i < path.Length; i++)
        {
            path[i] = reader.Digest();
        }

        return new OutcomeProof(record, directions, path);
    }
}
