using Ledger.Node.Rpc.Log;
using Ledger.Protocol.Checkpoints;
using Ledger.Protocol.Merkle;
using Ledger.Tests.Unit.Merkle;

namespace Ledger.Tests.Unit.Checkpoints;

/// <summary>Both logs of a chain in memory, signed by four validators whenever they grow.</summary>
internal sealed class MemoryLog : IPublicLog
{
    private readonly MemoryTiles _tiles = new();
    private readonly int _seed;

    public MemoryLog(int leaves, int seed = 1)
    {
        _seed = seed;
        Grow(leaves);
    }

    public PublishedLog? Newest { get; set; }

    /// <summary>How often the store was asked.</summary>
    public int Reads { get; private set; }

    public AnchorProver Prover => new(_tiles);

    /// <summary>Who signs what grows from now on.</summary>
    public byte[] Signers { get; set; } = [0, 1, 2, 3];

    public byte[] Record(ulong leaf)
    {
        byte[] record = new byte[AnchorTree.RecordLength];
        _tiles.ReadRecords(leaf, record);
        return record;
    }

    /// <summary>Appends so many leaves and publishes both checkpoints.</summary>
    public void Grow(int leaves)
    {
        byte[] records = MemoryTiles.MakeRecords(leaves, _seed + (int)_tiles.Frontier.Size);
        for (int at = 0; at < records.Length; at += AnchorTree.RecordLength)
        {
            records[at] = 1; // the version: they read as leaf records
        }

        _tiles.Append(records);
        Newest = At(_tiles.Frontier.Size);
    }

    /// <summary>What is, or was, published at a size.</summary>
    public PublishedLog At(ulong size)
    {
        TwinDigest root = Prover.RootAt(size);
        return new PublishedLog(
            size,
            Notes.Signed(new Checkpoint(LogOrigin.Of(Notes.ChainId), size, root.Sha256), Signers),
            Notes.Signed(new Checkpoint(LogOrigin.TwinOf(Notes.ChainId), size, root.Sm3), Signers));
    }

    public Task<byte[]> ReadAsync(Func<IAnchorTiles, byte[]> question, CancellationToken cancellation)
    {
        Reads++;
        return Task.FromResult(question(_tiles));
    }
}
