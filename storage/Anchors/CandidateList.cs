namespace Ledger.Storage.Anchors;

/// <summary>Collects leaf numbers into a caller's span until it is full.</summary>
internal ref struct CandidateList(Span<ulong> room)
{
    private readonly Span<ulong> _room = room;

    public int Count { get; private set; }

    public void Add(ulong leaf)
    {
        if (Count < _room.Length)
        {
            _room[Count++] = leaf;
        }
    }

    public readonly void Sort() => _room[..Count].Sort();
}
