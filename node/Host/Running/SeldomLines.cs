using System.Collections.Concurrent;

namespace Ledger.Node.Running;

/// <summary>At most one log line a second about each kind of refusal, so that nobody can fill a disk by being refused.</summary>
/// <remarks>Kinds are few: validators times reasons. The counters count every one.</remarks>
internal sealed class SeldomLines
{
    private const long IntervalMs = 1_000;

    private readonly ConcurrentDictionary<(string About, int Peer, int Reason), Kind> _kinds = [];

    /// <summary>How many were passed over since the last line of this kind, when a line is due; null when it is not.</summary>
    public long? MayTell((string About, int Peer, int Reason) kind)
    {
        Kind counted = _kinds.GetOrAdd(kind, _ => new Kind());
        lock (counted)
        {
            long now = Environment.TickCount64;
            if (counted.LastMs is { } last && now - last < IntervalMs)
            {
                counted.PassedOver++;
                return null;
            }

            long more = counted.PassedOver;
            counted.LastMs = now;
            counted.PassedOver = 0;
            return more;
        }
    }

    private sealed class Kind
    {
        public long? LastMs { get; set; }

        public long PassedOver { get; set; }
    }
}
