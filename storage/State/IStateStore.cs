using Ledger.Cryptography.Hashing;

namespace Ledger.Storage.State;

/// <summary>
/// The key-value view of the state map as of one height: derived, off the vote path, rebuildable by replay.
/// </summary>
/// <remarks>
/// PROTOCOL.md sections 4 and 5. A crash takes the store back to its newest valid checkpoint; the engine then replays
/// the blocks above <see cref="Height"/>. One thread.
/// </remarks>
public interface IStateStore : IDisposable
{
    /// <summary>Height of the last applied block; 0 for an empty store.</summary>
    ulong Height { get; }

    /// <summary>What recovery passed over or threw away.</summary>
    IReadOnlyList<RecoveryNote> Notes { get; }

    /// <summary>
    /// Applies a block's writes in order; the height is the next one, or 0 (genesis) while the store is at 0.
    /// </summary>
    void Apply(ulong height, IReadOnlyList<StateWrite> writes);

    bool TryGet(ReadOnlySpan<byte> key, out byte[] value);

    /// <summary>Visits every entry whose key starts with the prefix, in no order; reads the whole store.</summary>
    void Scan(ReadOnlySpan<byte> prefix, StateVisitor visitor);

    /// <summary>Makes the present content the newest checkpoint, durably; the two newest are kept.</summary>
    void Checkpoint();

    /// <summary>Goes back to the newest checkpoint at or below a height, or to empty; nothing when it stands there.</summary>
    void Rewind(ulong height);

    /// <summary>SHA-256 over all entries sorted by key: key length 4, key, value length 4, value.</summary>
    Digest ContentDigest();
}
