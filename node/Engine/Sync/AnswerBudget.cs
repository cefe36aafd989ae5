using Ledger.Protocol.Numbers;

namespace Ledger.Engine.Sync;

/// <summary>How much each peer may still be sent in answer to its requests, in bytes: a short question has a long answer.</summary>
/// <remarks>
/// A second earns <paramref name="bytesPerSecond"/> and no more than that is saved up. An answer may overdraw, so that the
/// longest can be given at all; the next question is then passed over until the debt is paid, and asked again by whoever
/// still needs it.
/// </remarks>
public sealed class AnswerBudget(long bytesPerSecond)
{
    private readonly Dictionary<ValidatorIndex, (long Spent, ulong AtMs)> _peers = [];

    /// <summary>Requests passed over, for status.</summary>
    public long PassedOver { get; private set; }

    /// <summary>Whether a request of this peer is answered now; counted when not.</summary>
    public bool Allows(ValidatorIndex peer, ulong nowMs)
    {
        bool allowed = Spent(peer, nowMs) < bytesPerSecond;
        PassedOver += allowed ? 0 : 1;
        return allowed;
    }

    public void Spend(ValidatorIndex peer, long bytes, ulong nowMs)
        => _peers[peer] = (Spent(peer, nowMs) + bytes, nowMs);

    private long Spent(ValidatorIndex peer, ulong nowMs)
    {
        if (!_peers.TryGetValue(peer, out (long Spent, ulong AtMs) last) || nowMs <= last.AtMs)
        {
            return last.Spent;
        }

        ulong restMs = Math.Min(nowMs - last.AtMs, 3_600_000);
        return Math.Max(0, last.Spent - ((long)restMs * bytesPerSecond / 1_000));
    }
}
