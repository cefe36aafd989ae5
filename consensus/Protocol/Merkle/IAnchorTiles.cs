namespace Ledger.Protocol.Merkle;

/// <summary>What a prover reads: the stored leaves and the stored roots of full tiles.</summary>
/// <remarks>
/// The prover asks only for what exists: leaves below the tree size it proves for, and roots of subtrees full at that size.
/// Failure to read is an exception of the store.
/// </remarks>
public interface IAnchorTiles
{
    /// <summary>Fills <paramref name="records"/> with whole leaf records from <paramref name="firstLeaf"/> on.</summary>
    void ReadRecords(ulong firstLeaf, Span<byte> records);

    /// <summary>
    /// Fills <paramref name="pairs"/>, 64 bytes each (SHA-256, then SM3), with the roots of the full subtrees of
    /// 256^<paramref name="tileLevel"/> leaves from the one at <paramref name="firstIndex"/> on.
    /// </summary>
    void ReadTileRoots(int tileLevel, ulong firstIndex, Span<byte> pairs);
}
