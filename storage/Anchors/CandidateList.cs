namespace Ledger.Storage.Anchors;

/// <summary>Collects leaf numbers into a caller's span and counts those that no longer fit.</summary>
internal ref struct CandidateList(Span<ulong> room)
{
    private readonly Span<ulong> _room = room;

    public int Count { get; private set; }

    public void Add(ulong leaf)
    {
        if (Count < _room.Length)
        {
            _room[Count] = leaf;
        }

        Count++;
    }

    public readonly void Sort() => _room[..Math.Min(Count, _room.Length)].Sort();
}
