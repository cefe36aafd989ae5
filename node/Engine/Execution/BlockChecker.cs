using Ledger.Consensus;
using Ledger.Cryptography.Hashing;
using Ledger.Engine.Batching;
using Ledger.Protocol.Blocks;

namespace Ledger.Engine.Execution;

/// <summary>Checks proposed blocks: batches present, never used before, and execution gives the header (N2, X1, B1, T0).</summary>
/// <remarks>A check waits for missing batches or for its time; what waits is bounded by the replica's block tree.</remarks>
public sealed class BlockChecker(BlockRules rules, OverlayBook overlays, BatchSource batches)
{
    private readonly Dictionary<Digest, CheckRequest> _waiting = [];

    public int Waiting => _waiting.Count;

    /// <summary>The latest block time that waits; 0 when nothing does. For diagnosis, never for decisions.</summary>
    public ulong LatestTimeMs => _waiting.Values.Select(w => w.Block.Header.TimeMs).DefaultIfEmpty().Max();

    /// <summary>Digests that a waiting check has or lacks.</summary>
    public IEnumerable<Digest> Needed => _waiting.Values.SelectMany(w => w.Block.Batches);

    /// <summary>Digests that a waiting check lacks.</summary>
    public IEnumerable<Digest> Missing
        => Needed.Where(d => batches.Find(d) is null).Distinct();

    public void Add(CheckRequest request) => _waiting[request.Block.Hash] = request;

    /// <summary>Answers every check that can be answered now.</summary>
    public IEnumerable<Input.BlockChecked> Answer(ulong nowMs)
    {
        CheckRequest[] ready = [.. _waiting.Values.Where(w => IsReady(w, nowMs)).OrderBy(w => w.Block.Height)];
        foreach (CheckRequest request in ready)
        {
            _waiting.Remove(request.Block.Hash);
            yield return new Input.BlockChecked(request.Block.Hash, Check(request.Block));
        }
    }

    /// <summary>Forgets checks at or below a committed height.</summary>
    public void Prune(Protocol.Numbers.Height head)
    {
        List<Digest> gone = [.. _waiting.Values.Where(w => w.Block.Height <= head).Select(w => w.Block.Hash)];
        gone.ForEach(hash => _waiting.Remove(hash));
    }

    private bool IsReady(CheckRequest request, ulong nowMs)
        => (request.Certified || request.Block.Header.TimeMs <= nowMs + rules.MaximumDriftMs)
            && request.Block.Batches.All(d => batches.Find(d) is not null);

    private bool Check(Block block)
    {
        if (overlays.Find(block.Hash) is not null)
        {
            return true;
        }

        CheckedBatch[] bodies = [.. block.Batches.Select(d => batches.Find(d)!)];
        return overlays.Find(block.Parent) is { } parent
            && rules.TryExecute(parent, block, bodies) is { } executed
            && Keep(executed);
    }

    private bool Keep(Overlay executed)
    {
        overlays.Add(executed);
        return true;
    }
}
