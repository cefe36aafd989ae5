namespace Ledger.Storage.Anchors;

/// <summary>A sorted run in FASTER: 65,536 values, one per prefix, under the keys (tier, slot, prefix).</summary>
/// <param name="Tier">0 for a memtable's run; eight of a tier merge into one of the next.</param>
/// <param name="Slot">0 to 15; a merged run's slots are used again.</param>
/// <param name="Id">Stands in every value of the run, so that a reader notices a slot used again.</param>
/// <param name="FirstLeaf">First leaf indexed.</param>
/// <param name="Leaves">Consecutive leaves indexed.</param>
/// <param name="Address">FASTER log address below which the run has no record.</param>
internal sealed record CommitmentRun(byte Tier, byte Slot, uint Id, ulong FirstLeaf, ulong Leaves, long Address)
{
    public const int KeyBytes = 4;

    public void WriteKey(int prefix, Span<byte> key)
    {
        key[0] = Tier;
        key[1] = Slot;
        key[2] = (byte)(prefix >> 8);
        key[3] = (byte)prefix;
    }
}
