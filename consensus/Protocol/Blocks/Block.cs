using Ledger.Cryptography.Hashing;
using Ledger.Protocol.Encoding;
using Ledger.Protocol.Merkle;
using Ledger.Protocol.Numbers;

namespace Ledger.Protocol.Blocks;

/// <summary>A header and the digests of the batches it orders; the batches travel and rest on their own.</summary>
public sealed class Block
{
    /// <summary>Most batches in one block.</summary>
    public const int MaximumBatches = 64;

    public const int MaximumBytes = BlockHeader.Size + 4 + (MaximumBatches * Digest.Size);

    private BlockId? _id;

    public Block(BlockHeader header, IReadOnlyList<Digest> batches)
    {
        Header = header;
        Batches = batches;
    }

    public BlockHeader Header { get; }

    public IReadOnlyList<Digest> Batches { get; }

    /// <summary>Computed when first asked for: who reads a block from the log mostly wants its header alone.</summary>
    public BlockId Id => _id ??= Header.ComputeId();

    public Digest Hash => Id.Sha256;

    public Height Height => Header.Height;

    public Digest Parent => Header.Parent;

    /// <summary>Whether the batches are those that the header, and so the hash, is of.</summary>
    /// <remarks>
    /// The hash covers the header alone. A block from elsewhere is asked this before it may stand for its hash: else a liar
    /// could give one validator the agreed header over other batches, and it would find invalid what a quorum commits.
    /// </remarks>
    public bool IsWhole => Header.BatchesRoot == RootOf(Batches);

    /// <summary>The root that a header has for these batches.</summary>
    public static Digest RootOf(IReadOnlyList<Digest> batches)
        => new MerkleList([.. batches.Select(b => (ReadOnlyMemory<byte>)b.ToArray())]).Root;

    public byte[] Encode()
    {
        WireWriter writer = new(MaximumBytes);
        Write(writer);
        return writer.ToArray();
    }

    public void Write(WireWriter writer)
    {
        Header.Write(writer);
        writer.U32((uint)Batches.Count);
        foreach (Digest batch in Batches)
        {
            writer.Digest(batch);
        }
    }

    public static Block Read(ref WireReader reader)
    {
        BlockHeader header = BlockHeader.Read(ref reader);
        Digest[] batches = new Digest[reader.Count(MaximumBatches)];
        for (int i = 0; i < batches.Length; i++)
        {
            batches[i] = reader.Digest();
        }

        return new Block(header, batches);
    }

    public static DecodeFault TryDecode(ReadOnlySpan<byte> bytes, out Block? block)
    {
        WireReader reader = new(bytes);
        Block read = Read(ref reader);
        DecodeFault fault = reader.Finish();
        block = fault == DecodeFault.None ? read : null;
        return fault;
    }

    public override string ToString() => $"h{Height} {Id}";
}
