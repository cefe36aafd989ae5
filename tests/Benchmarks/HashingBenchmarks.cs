using System.Security.Cryptography;
using BenchmarkDotNet.Attributes;
using Ledger.Cryptography.Hashing;
using Ledger.Cryptography.Native;
using Ledger.Protocol.Merkle;

namespace Ledger.Benchmarks;

/// <summary>What a leaf costs in hashing, and a whole append.</summary>
/// <remarks>Lanes against one call per message of .NET's SHA-256 and of OpenSSL's SM3. Times are per message or leaf; one core.</remarks>
[MemoryDiagnoser]
public class HashingBenchmarks
{
    private const int Count = 4_096;
    private const int PairSize = 2 * Digest.Size;

    private readonly byte[] _records = new byte[Count * AnchorTree.RecordLength];
    private readonly byte[] _pairs = new byte[Count * PairSize];
    private readonly byte[] _digests = new byte[Count * Digest.Size];
    private readonly EvpSm3 _evp = new();
    private readonly AnchorTileList _completed = new();
    private AnchorFrontier _frontier = AnchorFrontier.Empty;

    [GlobalSetup]
    public void Setup()
    {
        Random random = new(1);
        random.NextBytes(_records);
        random.NextBytes(_pairs);
        _frontier = AnchorFrontier.Empty.Append(_records.AsSpan(0, 1_777 * AnchorTree.RecordLength), _completed);
    }

    [GlobalCleanup]
    public void Cleanup() => _evp.Dispose();

    [Benchmark(Baseline = true, OperationsPerInvoke = Count)]
    public void Sha256OneCallPerNode() => OneByOne(1, _pairs, PairSize, static (message, digest, _) => SHA256.HashData(message, digest));

    [Benchmark(OperationsPerInvoke = Count)]
    public void Sha256LanesNodes() => Sha256Lanes.HashNodes(_pairs, _digests);

    [Benchmark(OperationsPerInvoke = Count)]
    public void Sha256OneCallPerLeaf()
        => OneByOne(0, _records, AnchorTree.RecordLength, static (message, digest, _) => SHA256.HashData(message, digest));

    [Benchmark(OperationsPerInvoke = Count)]
    public void Sha256LanesLeaves() => Sha256Lanes.HashLeaves(_records, AnchorTree.RecordLength, _digests);

    [Benchmark(OperationsPerInvoke = Count)]
    public void Sm3EvpCallPerNode() => OneByOne(1, _pairs, PairSize, static (message, digest, evp) => evp.Hash(message, digest));

    [Benchmark(OperationsPerInvoke = Count)]
    public void Sm3LanesNodes() => Sm3Lanes.HashNodes(_pairs, _digests);

    [Benchmark(OperationsPerInvoke = Count)]
    public void Sm3EvpCallPerLeaf()
        => OneByOne(0, _records, AnchorTree.RecordLength, static (message, digest, evp) => evp.Hash(message, digest));

    [Benchmark(OperationsPerInvoke = Count)]
    public void Sm3LanesLeaves() => Sm3Lanes.HashLeaves(_records, AnchorTree.RecordLength, _digests);

    /// <summary>Both suites, leaves and all nodes, from an odd size.</summary>
    [Benchmark(OperationsPerInvoke = Count)]
    public AnchorFrontier AppendToFrontier()
    {
        _completed.Clear();
        return _frontier.Append(_records, _completed);
    }

    private delegate void OneCall(ReadOnlySpan<byte> message, Span<byte> digest, EvpSm3 evp);

    private void OneByOne(byte prefix, byte[] bodies, int length, OneCall hash)
    {
        Span<byte> message = stackalloc byte[1 + length];
        message[0] = prefix;
        for (int i = 0; i < Count; i++)
        {
            bodies.AsSpan(i * length, length).CopyTo(message[1..]);
            hash(message, _digests.AsSpan(i * Digest.Size, Digest.Size), _evp);
        }
    }
}
