namespace Ledger.Cryptography.Hashing.Lanes;

/// <summary>
/// A Merkle-Damgard hash of 64-byte blocks and eight 32-bit words, as a compression over lanes and, beside it, over one whole
/// message.
/// </summary>
/// <remarks>SHA-256 and SM3 share the padding, the byte order and these shapes, so <see cref="LaneHasher{T}"/> drives both.</remarks>
internal unsafe interface ILaneCompression
{
    static abstract ReadOnlySpan<uint> InitialState { get; }

    /// <summary>Works one block into <paramref name="state"/> (8 vectors).</summary>
    /// <param name="state">Eight vectors, updated.</param>
    /// <param name="words">Scratch of <see cref="LaneHasher{T}.ScheduleWords"/> vectors; the first 16 hold the block.</param>
    static abstract void Compress<TLanes, TVector>(TVector* state, TVector* words)
        where TLanes : ILanes<TVector>
        where TVector : unmanaged;

    /// <summary>The scalar twin: the hash of one whole message.</summary>
    static abstract Digest HashOne(ReadOnlySpan<byte> message);
}
