using Ledger.Protocol.Transactions;
using Ledger.Storage.Anchors;

namespace Ledger.Node.Running;

/// <summary>Brings the commitment index up to the anchor log, on a thread of its own, off the vote path.</summary>
public sealed class Indexer(AnchorStore anchors, ICommitmentIndex index, CommitHub commits)
{
    /// <summary>Leaves read at a time.</summary>
    private const int ChunkLeaves = 16_384;

    private readonly byte[] _records = new byte[ChunkLeaves * LeafRecord.Size];

    /// <summary>Runs until cancelled; a failure ends it and the node.</summary>
    public async Task RunAsync(CancellationToken cancellation)
    {
        while (!cancellation.IsCancellationRequested)
        {
            Task next = commits.NextBlock;
            while (index.Watermark < anchors.Size && !cancellation.IsCancellationRequested)
            {
                AddChunk();
            }

            await next.WaitAsync(cancellation).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private void AddChunk()
    {
        ulong first = index.Watermark;
        int count = (int)Math.Min(anchors.Size - first, ChunkLeaves);
        Span<byte> records = _records.AsSpan(0, count * LeafRecord.Size);
        anchors.ReadRecords(first, records);
        index.AddRange(first, records, LeafRecord.Size, LeafRecord.CommitmentOffset);
    }
}
