using Ledger.Cryptography.Hashing;
using Ledger.Protocol.Messages;
using Ledger.Protocol.Numbers;

namespace Ledger.Engine.Sync;

/// <summary>Asks one peer after another for the batches that checks wait for.</summary>
public sealed class BatchFetcher(EngineOptions options, ValidatorIndex self, int validators)
{
    private ulong _askedMs;
    private int _turns;
    private HashSet<Digest> _asked = [];

    /// <summary>When to ask again; null while nothing is missing.</summary>
    public ulong? DueMs { get; private set; }

    /// <summary>The request to send now, or null.</summary>
    /// <param name="first">
    /// Whom to ask first: the view's primary, which proposed them, or whoever sent the blocks that need them, a guest perhaps.
    /// </param>
    public (ValidatorIndex To, FetchBatches Request)? Next(IReadOnlyList<Digest> missing, ValidatorIndex first, ulong nowMs)
    {
        bool anyNew = missing.Any(d => !_asked.Contains(d));
        bool alone = validators == 1 && !self.IsGuest;
        DueMs = missing.Count == 0 || alone ? null : _askedMs + options.FetchRetryMs;
        if (DueMs is null || (!anyNew && nowMs < DueMs))
        {
            _asked = missing.Count == 0 ? [] : _asked;
            return null;
        }

        _turns = anyNew ? 0 : _turns + 1;
        _asked = [.. missing];
        _askedMs = nowMs;
        DueMs = nowMs + options.FetchRetryMs;
        return (Peer(first), new FetchBatches(self, [.. missing.Take(FetchBatches.MaximumDigests)]));
    }

    private ValidatorIndex Peer(ValidatorIndex first)
    {
        if (first.IsGuest && _turns == 0)
        {
            return first;
        }

        int index = (first.Value + _turns) % validators;
        return new ValidatorIndex((byte)(index == self.Value ? (index + 1) % validators : index));
    }
}
