using Ledger.Cryptography.Hashing;
using Ledger.Protocol.Blocks;
using Ledger.Protocol.Numbers;

namespace Ledger.Engine.Batching;

/// <summary>Batches held and not yet committed, in the order they came; batches of abandoned blocks are still here (B1).</summary>
/// <param name="shares">What came from one peer fills at most one of so many parts: with f + 1, no f peers fill the pool.</param>
public sealed class BatchPool(EngineOptions options, int shares = 1)
{
    /// <summary>A batch left out of this many blocks with room is starved (V1).</summary>
    public const int StarvedBlocks = 64;

    /// <summary>How many times longer another validator's batch waits before we hand it on.</summary>
    private const ulong OthersFactor = 4;

    /// <summary>Most batches handed on in one <see cref="EngineOptions.ResendMs"/>: a backlog must not multiply itself.</summary>
    private const int MaximumResends = 8;

    private readonly Dictionary<Digest, ulong> _held = [];
    private readonly SortedDictionary<ulong, HeldBatch> _inOrder = [];
    private readonly Dictionary<ValidatorIndex, long> _bytesFrom = [];
    private ulong _arrivals;
    private ulong _handedOnMs;

    public int Count => _held.Count;

    public long Bytes { get; private set; }

    public bool IsFull => Bytes >= options.PoolBytes;

    /// <summary>In arrival order.</summary>
    public IEnumerable<HeldBatch> All => _inOrder.Values;

    public CheckedBatch? Find(Digest digest)
        => _held.TryGetValue(digest, out ulong arrival) ? _inOrder[arrival].Batch : null;

    /// <summary>Adds a batch; false when it is held, or there is no room for it and nobody waits for it.</summary>
    /// <param name="from">The peer that sent it, whoever made it; null for one of our own.</param>
    public bool Add(CheckedBatch batch, ulong nowMs, bool needed, ValidatorIndex? from = null)
    {
        bool full = IsFull || (from is { } peer && BytesFrom(peer) >= options.PoolBytes / shares);
        if ((full && !needed) || !_held.TryAdd(batch.Digest, _arrivals))
        {
            return false;
        }

        _inOrder.Add(_arrivals++, new HeldBatch(batch, nowMs, from));
        Weigh(batch.Bytes, from);
        return true;
    }

    public void Remove(Digest digest)
    {
        if (_held.Remove(digest, out ulong arrival) && _inOrder.Remove(arrival, out HeldBatch? held))
        {
            Weigh(-held.Batch.Bytes, held.From);
        }
    }

    public void Clear()
    {
        _held.Clear();
        _inOrder.Clear();
        _bytesFrom.Clear();
        Bytes = 0;
    }

    /// <summary>Bytes held that this peer sent.</summary>
    public long BytesFrom(ValidatorIndex peer) => _bytesFrom.GetValueOrDefault(peer);

    /// <summary>Counts a committed block against the batches it left out; true when one of them is starved by now.</summary>
    /// <remarks>Under load blocks are full and leave nobody out on purpose: then nothing is counted.</remarks>
    public bool CountLeftOut(IReadOnlyList<CheckedBatch> block, IReadOnlySet<Digest> inFlight)
    {
        bool hadRoom = block.Count < Block.MaximumBatches / 2
            && 2 * block.Sum(b => (long)b.Bytes) < options.ProposalBytes;
        if (!hadRoom)
        {
            return false;
        }

        bool starved = false;
        foreach (HeldBatch held in _inOrder.Values)
        {
            held.LeftOut = inFlight.Contains(held.Batch.Digest) ? 0 : held.LeftOut + 1;
            starved |= held.LeftOut >= StarvedBlocks;
        }

        return starved;
    }

    /// <summary>The oldest batches that have waited long enough to be handed to the primary: our own soon, others' later.</summary>
    /// <remarks>Their origin may be gone for good, and a held batch that no primary ever has would make us suspect them all (V1).</remarks>
    public IReadOnlyList<HeldBatch> DueForResend(ulong nowMs)
    {
        if (_handedOnMs + options.ResendMs > nowMs)
        {
            return [];
        }

        List<HeldBatch> due = [.. _inOrder.Values.Where(h => IsDue(h, nowMs)).Take(MaximumResends)];
        _handedOnMs = due.Count > 0 ? nowMs : _handedOnMs;
        return due;
    }

    private void Weigh(long bytes, ValidatorIndex? from)
    {
        Bytes += bytes;
        if (from is { } peer)
        {
            _bytesFrom[peer] = BytesFrom(peer) + bytes;
        }
    }

    private bool IsDue(HeldBatch held, ulong nowMs)
        => held.SentMs + (held.From is null ? options.ResendMs : OthersFactor * options.ResendMs) <= nowMs;
}
