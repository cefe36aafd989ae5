using System.Text.Json;
using Ledger.Cryptography.Hashing;
using Ledger.Protocol.Checkpoints;
using Ledger.Protocol.Merkle;
using Ledger.Tests.Unit.Checkpoints;

namespace Ledger.Tests.Interop.Checkpoints;

/// <summary>A log in files as a node serves it, at every size it was published at, with proofs for Go to check.</summary>
internal static class LogCopy
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    public static void Write(string folder, MemoryLog log, IReadOnlyList<ulong> sizes, Random random)
    {
        foreach (TilePath path in sizes.SelectMany(Tiles).Distinct())
        {
            string file = Path.Combine(folder, $"{path}");
            Directory.CreateDirectory(Path.GetDirectoryName(file)!);
            File.WriteAllBytes(file, log.ReadAsync(tiles => LogTiles.Read(tiles, TreeHash.Sha256, path), default).Result);
        }

        WriteJson(folder, "checkpoints.json", new
        {
            Vkey = Notes.KeysOf(1).Log.ToString(),
            Notes = sizes.Select(size => log.At(size).Sha256.ToString()),
        });
        WriteJson(folder, "proofs.json", new
        {
            Inclusion = Enumerable.Range(0, 200).Select(_ => Include(log, sizes[random.Next(sizes.Count)], random)),
            Consistency = Enumerable.Range(0, 200).Select(_ => Continue(log, (ulong)random.NextInt64(1, (long)sizes[^1] + 1), random)),
        });
    }

    /// <summary>SHA-256 halves of a path of both hashes.</summary>
    public static byte[][] Half(ReadOnlySpan<TwinDigest> path) => [.. path.ToArray().Select(t => t.Sha256.ToArray())];

    /// <summary>Every full tile and bundle, and the partial ones at the right edge.</summary>
    private static IEnumerable<TilePath> Tiles(ulong size)
        => from level in Enumerable.Range(TilePath.Entries, 5)
           let count = LogTiles.Count(level, size)
           from first in Enumerable.Range(0, (int)((count + 255) / 256))
           select LogTiles.Holding(level, (ulong)first * 256, size);

    private static object Include(MemoryLog log, ulong size, Random random)
    {
        ulong index = (ulong)random.NextInt64((long)size);
        return new { Index = index, Size = size, Path = Half(log.Prover.ProveInclusion(index, size).Path) };
    }

    private static object Continue(MemoryLog log, ulong newer, Random random)
    {
        ulong older = (ulong)random.NextInt64(1, (long)newer + 1);
        return new { Older = older, Newer = newer, Path = Half(log.Prover.ProveConsistency(older, newer).Path) };
    }

    private static void WriteJson(string folder, string name, object value)
        => File.WriteAllText(Path.Combine(folder, name), JsonSerializer.Serialize(value, Json));
}
