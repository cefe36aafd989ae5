namespace Ledger.Storage.Anchors;

/// <summary>
/// Fingerprints of consecutive leaves, chained by their 16-bit prefix; one thread adds, any thread reads.
/// </summary>
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

    /// <summary>
    /// All entries by prefix, and within a prefix by the next 32 bits of the fingerprint and by leaf.
    /// </summary>
    /// <param name="ends">Receives for each prefix where its entries end.</param>
    /// <returns>Per entry bits 16 to 48 of the fingerprint above the entry's number.</returns>
    /// <remarks>
    /// One scattering pass instead of 65,536 walks along chains, each of whose steps would miss the cache.
    /// </remarks>
    public ulong[] Sorted(int[] ends)
    {
        CountPrefixes(ends);
        ulong[] sorted = new ulong[Count];
        for (int entry = 0; entry < Count; entry++)
        {
            ulong fingerprint = _fingerprints[entry];
            sorted[ends[(int)(fingerprint >> 48)]++] = (fingerprint >> 16 << 32) | (uint)entry;
        }

        int start = 0;
        foreach (int end in ends)
        {
            sorted.AsSpan(start, end - start).Sort();
            start = end;
        }

        return sorted;
    }

    /// <summary>Leaves for each prefix how many entries lie before it.</summary>
    private void CountPrefixes(int[] starts)
    {
        Array.Clear(starts);
        foreach (ulong fingerprint in _fingerprints.AsSpan(0, Count))
        {
            starts[(int)(fingerprint >> 48)]++;
        }

        int before = 0;
        for (int prefix = 0; prefix < Prefixes; prefix++)
        {
            (starts[prefix], before) = (before, before + starts[prefix]);
        }
    }
}
