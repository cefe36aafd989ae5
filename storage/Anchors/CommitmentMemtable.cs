namespace Ledger.Storage.Anchors;

/// <summary>Fingerprints of consecutive leaves, chained by their 16-bit prefix; one thread adds, any thread reads.</summary>
/// <remarks>
/// An entry is complete before the head that leads to it is published, and never changes after: readers need no lock.
/// 12 bytes per leaf and 256 KiB.
/// </remarks>
internal sealed class CommitmentMemtable(ulong firstLeaf, int capacity)
{
    public const int Prefixes = 1 << 16;
    private readonly ulong[] _fingerprints = new ulong[capacity];
    private readonly int[] _previous = new int[capacity];
    private readonly int[] _heads = new int[Prefixes];

    public ulong FirstLeaf => firstLeaf;

    public int Count { get; private set; }

    public bool IsFull => Count == _fingerprints.Length;

    public void Add(ulong fingerprint)
    {
        int entry = Count++;
        int prefix = (int)(fingerprint >> 48);
        _fingerprints[entry] = fingerprint;
        _previous[entry] = _heads[prefix];
        Volatile.Write(ref _heads[prefix], entry + 1);
    }

    /// <summary>Passes on the leaves with this fingerprint.</summary>
    public void Find(ulong fingerprint, ref CandidateList candidates)
    {
        int prefix = (int)(fingerprint >> 48);
        for (int at = Volatile.Read(ref _heads[prefix]); at != 0; at = _previous[at - 1])
        {
            if (_fingerprints[at - 1] == fingerprint)
            {
                candidates.Add(firstLeaf + (ulong)(at - 1));
            }
        }
    }

    /// <summary>Fills the entries of one prefix: bits 16 to 48 of the fingerprint above the entry's number; sorted.</summary>
    public int Gather(int prefix, ref ulong[] keys)
    {
        int count = 0;
        for (int at = _heads[prefix]; at != 0; at = _previous[at - 1])
        {
            if (count == keys.Length)
            {
                Array.Resize(ref keys, 2 * count);
            }

            keys[count++] = (_fingerprints[at - 1] >> 16 << 32) | (uint)(at - 1);
        }

        keys.AsSpan(0, count).Sort();
        return count;
    }
}
