using System.Buffers;
using Ledger.Cryptography.Hashing;

namespace Ledger.Protocol.Merkle;

/// <summary>One row of tree nodes in both suites, hashed upwards a level at a time.</summary>
/// <remarks>
/// Two rented buffers per suite, used in turn. The first slot of each is kept free, so that the edge node left of the row can
/// be put before it without moving anything.
/// </remarks>
internal sealed class FrontierFold : IDisposable
{
    private readonly byte[] _rented;
    private readonly int _bufferSize;
    private int _first;
    private bool _second;

    /// <param name="leaves">The widest row.</param>
    public FrontierFold(int leaves)
    {
        _bufferSize = checked((leaves + 1) * Digest.Size);
        _rented = ArrayPool<byte>.Shared.Rent(checked(4 * _bufferSize));
        _first = 1;
        Count = leaves;
    }

    /// <summary>Nodes in the row.</summary>
    public int Count { get; private set; }

    public void Dispose() => ArrayPool<byte>.Shared.Return(_rented);

    public void HashLeaves(ReadOnlySpan<byte> records, int recordLength)
    {
        Sha256Lanes.HashLeaves(records, recordLength, Row(_second, sm3: false, _first, Count));
        Sm3Lanes.HashLeaves(records, recordLength, Row(_second, sm3: true, _first, Count));
    }

    /// <summary>Adds every node of the row, all of them new, to <paramref name="completed"/>.</summary>
    public void Report(int tileLevel, ulong firstIndex, AnchorTileList completed)
    {
        for (int i = 0; i < Count; i++)
        {
            completed.Add(new AnchorTileRoot(tileLevel, firstIndex + (ulong)i, Node(i)));
        }
    }

    /// <summary>Puts the old edge node before the row; at most once per level.</summary>
    public void Prepend(in TwinDigest node)
    {
        _first--;
        Count++;
        node.Sha256.CopyTo(Row(_second, sm3: false, _first, 1));
        node.Sm3.CopyTo(Row(_second, sm3: true, _first, 1));
    }

    /// <summary>Takes the last node off the row: it has no sibling yet.</summary>
    public TwinDigest TakeLast() => Node(--Count);

    /// <summary>Replaces the row, of even length, by its parents.</summary>
    public void HashPairs()
    {
        Invariant.Holds(Count % 2 == 0, "Only whole pairs of nodes are hashed.");
        int parents = Count / 2;
        Sha256Lanes.HashNodes(
            Row(_second, sm3: false, _first, Count), Row(!_second, sm3: false, 1, parents));
        Sm3Lanes.HashNodes(
            Row(_second, sm3: true, _first, Count), Row(!_second, sm3: true, 1, parents));
        _second = !_second;
        _first = 1;
        Count = parents;
    }

    private TwinDigest Node(int position) => new(
        new Digest(Row(_second, sm3: false, _first + position, 1)),
        new Digest(Row(_second, sm3: true, _first + position, 1)));

    private Span<byte> Row(bool second, bool sm3, int slot, int count)
    {
        int buffer = (second ? 2 : 0) + (sm3 ? 1 : 0);
        return _rented.AsSpan((buffer * _bufferSize) + (slot * Digest.Size), count * Digest.Size);
    }
}
