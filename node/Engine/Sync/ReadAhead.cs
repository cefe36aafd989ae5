using Ledger.Cryptography.Hashing;
using Ledger.Protocol.Blocks;
using Ledger.Protocol.Messages;
using Ledger.Protocol.Numbers;

namespace Ledger.Engine.Sync;

/// <summary>Batches of final blocks that come next, asked for before their checks need them.</summary>
/// <remarks>
/// Blocks are checked one after another. Were each one's batches asked for only then, who catches up would take one block in a round
/// trip, and on a long line never reach a chain that makes more. Asked once, of whoever sent the blocks, W blocks ahead; what does not
/// come that way is asked for by <see cref="BatchFetcher"/> when its check needs it.
/// </remarks>
public sealed class ReadAhead(EngineOptions options, ValidatorIndex self, ulong window)
{
    /// <summary>Most blocks remembered: two answers to a Status.</summary>
    private const int MaximumBlocks = 2 * ChainSegment.MaximumBlocks;

    private readonly SortedDictionary<Height, Block> _blocks = [];
    private readonly Dictionary<Digest, ulong> _underWayUntilMs = [];
    private ulong _nowMs;

    /// <summary>Who sent final blocks last: it has their batches, and is connected. Null before the first.</summary>
    public ValidatorIndex? Source { get; private set; }

    /// <summary>When the first that was asked for should have come; null when none is awaited.</summary>
    public ulong? DueMs => _underWayUntilMs.Values.Where(until => until > _nowMs).Select(until => (ulong?)until).Min();

    /// <summary>Remembers blocks that a certificate in the same message makes final.</summary>
    public void Note(ChainSegment segment, Height head)
    {
        if (segment.Certificate is null || segment.Chain[^1].Height <= head)
        {
            return;
        }

        Source = segment.Sender;
        foreach (Block block in segment.Chain.Where(b => b.Height > head).TakeWhile(_ => _blocks.Count < MaximumBlocks))
        {
            _blocks[block.Height] = block;
        }
    }

    /// <summary>Whether a batch was asked for here, so that it may come from anybody.</summary>
    public bool Expects(Digest batch) => _underWayUntilMs.ContainsKey(batch);

    /// <summary>Whether a batch may still come without being asked for again.</summary>
    public bool IsUnderWay(Digest batch, ulong nowMs) => _underWayUntilMs.TryGetValue(batch, out ulong until) && nowMs < until;

    /// <summary>The request to send now, or null.</summary>
    public (ValidatorIndex To, FetchBatches Request)? Next(Height head, Func<Digest, bool> isHere, ulong nowMs)
    {
        _nowMs = nowMs;
        Forget(head);
        Digest[] due =
        [
            .. _blocks.Values.TakeWhile(b => b.Height <= head + window).SelectMany(b => b.Batches)
                .Where(d => !Expects(d) && !isHere(d)).Distinct().Take(FetchBatches.MaximumDigests),
        ];
        foreach (Digest digest in due)
        {
            _underWayUntilMs[digest] = nowMs + options.FetchRetryMs;
        }

        return due.Length > 0 && Source is { } source ? (source, new FetchBatches(self, due)) : null;
    }

    private void Forget(Height head)
    {
        while (_blocks.Count > 0 && _blocks.First() is var (height, block) && height <= head)
        {
            _blocks.Remove(height);
            foreach (Digest batch in block.Batches)
            {
                _underWayUntilMs.Remove(batch);
            }
        }
    }
}
