using System.Diagnostics;
using Ledger.Engine.Execution;
using Ledger.Protocol.Numbers;
using Ledger.Protocol.Statuses;
using Ledger.Storage.State;

namespace Ledger.Testnet.Measure.Proofs;

/// <summary>The authenticated map of a chain with a status for each of its first leaves, all reinstated: entries of 18 bytes.</summary>
/// <param name="Map">As a node holds it: in memory.</param>
/// <param name="Entries">Statuses in it; the chain's own entries are besides.</param>
/// <param name="Elapsed">What taking them up took, 262,144 at a time.</param>
public sealed record StatusMap(SparseMerkleMap Map, int Entries, TimeSpan Elapsed)
{
    /// <summary>Statuses taken up together: a node takes up a block's.</summary>
    private const int AtATime = 1 << 18;

    /// <summary>Adds so many statuses, or as many as the patience lasts for.</summary>
    public static StatusMap Over(
        SparseMerkleMap map, SyntheticDocuments documents, int entries, TimeSpan patience, CancellationToken cancellation)
    {
        byte[] value = new StatusEntry(AnchorStatus.Active, StatusReason.UnderReview, new Height(1), SeededConsortium.StartMs).Encode();
        Stopwatch all = Stopwatch.StartNew();
        Stopwatch watch = new();
        int done = 0;
        while (done < entries && all.Elapsed < patience)
        {
            cancellation.ThrowIfCancellationRequested();
            MapChange[] changes = new MapChange[Math.Min(AtATime, entries - done)];
            Parallel.For(0, changes.Length, i => changes[i] = MapChange.Set(
                StateKeys.Status(0, documents.CommitmentOf((ulong)(done + i + 1))), [.. value]));
            watch.Start();
            map = map.Apply(changes);
            watch.Stop();
            done += changes.Length;
        }

        return new StatusMap(map, done, watch.Elapsed);
    }
}
