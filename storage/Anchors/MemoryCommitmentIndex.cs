using Ledger.Cryptography.Hashing;

namespace Ledger.Storage.Anchors;

/// <summary>The twin of <see cref="CommitmentIndex"/> for the simulator: exact, durable in whole runs only.</summary>
/// <remarks>One thread.</remarks>
public sealed class MemoryCommitmentIndex(int runEntries = MemoryCommitmentIndex.DefaultRunEntries) : ICommitmentIndex
{
    private const int DefaultRunEntries = 4096;
    private readonly Dictionary<Digest, List<ulong>> _leaves = [];

    public ulong Watermark { get; private set; }

    public ulong DurableWatermark => Watermark - Watermark % (ulong)runEntries;

    public IReadOnlyList<RecoveryNote> Notes => [];

    public void AddRange(ulong firstLeaf, ReadOnlySpan<byte> records, int recordLength, int commitmentOffset)
    {
        CommitmentIndex.RequireNext(firstLeaf, Watermark);
        for (; records.Length >= recordLength; records = records[recordLength..])
        {
            Digest commitment = new(records.Slice(commitmentOffset, Digest.Size));
            if (!_leaves.TryGetValue(commitment, out List<ulong>? leaves))
            {
                _leaves[commitment] = leaves = [];
            }

            leaves.Add(Watermark++);
        }
    }

    public int Find(ReadOnlySpan<byte> commitment, Span<ulong> candidates)
    {
        if (!_leaves.TryGetValue(new Digest(commitment), out List<ulong>? leaves))
        {
            return 0;
        }

        int count = Math.Min(leaves.Count, candidates.Length);
        leaves.Take(count).ToArray().CopyTo(candidates);
        return count;
    }

    /// <summary>Power loss: back to the durable watermark.</summary>
    public void Crash()
    {
        ulong durable = DurableWatermark;
        foreach (List<ulong> leaves in _leaves.Values)
        {
            leaves.RemoveAll(leaf => leaf >= durable);
        }

        Watermark = durable;
    }

    public void Dispose()
    {
    }
}
