using Ledger.Cryptography.Hashing;
using Ledger.Protocol.Blocks;
using Ledger.Protocol.Numbers;

namespace Ledger.Engine.Batching;

/// <summary>Batches held and not yet committed, in the order they came; batches of abandoned blocks are still here (B1).</summary>
public sealed class BatchPool(EngineOptions options)
{
    /// <summary>A batch left out of this many blocks with room is starved (V1).</summary>
    public const int StarvedBlocks = 64;

    /// <summary>How many times longer another validator's batch waits before we hand it on.</summary>
    private const ulong OthersFactor = 4;

    private readonly Dictionary<Digest, HeldBatch> _held = [];

    public int Count => _held.Count;

    public long Bytes { get; private set; }

    public bool IsFull => Bytes >= options.PoolBytes;

    /// <summary>In arrival order.</summary>
    public IEnumerable<HeldBatch> All => _held.Values.OrderBy(h => h.ArrivedMs);

    public CheckedBatch? Find(Digest digest) => _held.GetValueOrDefault(digest)?.Batch;

    /// <summary>Adds a batch; false when it is held or there is no room and nobody waits for it.</summary>
    public bool Add(CheckedBatch batch, ulong nowMs, bool needed)
    {
        if ((IsFull && !needed) || !_held.TryAdd(batch.Digest, new HeldBatch(batch, nowMs)))
        {
            return false;
        }

        Bytes += batch.Bytes;
        return true;
    }

    public void Remove(Digest digest)
    {
        if (_held.Remove(digest, out HeldBatch? held))
        {
            Bytes -= held.Batch.Bytes;
        }
    }

    /// <summary>Counts a committed block against the batches it left out; true when one of them is starved by now.</summary>
    public bool CountLeftOut(Block block, IReadOnlySet<Digest> inFlight)
    {
        if (block.Batches.Count >= Block.MaximumBatches / 2)
        {
            return false;
        }

        bool starved = false;
        foreach (HeldBatch held in _held.Values)
        {
            held.LeftOut = inFlight.Contains(held.Batch.Digest) ? 0 : held.LeftOut + 1;
            starved |= held.LeftOut >= StarvedBlocks;
        }

        return starved;
    }

    /// <summary>Batches that have waited long enough to be handed to the primary: our own soon, others' later.</summary>
    /// <remarks>Their origin may be gone for good, and a held batch that no primary ever has would make us suspect them all (V1).</remarks>
    public IEnumerable<HeldBatch> DueForResend(ValidatorIndex self, ulong nowMs)
        => _held.Values.Where(h =>
            h.SentMs + (h.Batch.Batch.Origin == self ? options.ResendMs : OthersFactor * options.ResendMs) <= nowMs);
}
